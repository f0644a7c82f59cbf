import assert from 'node:assert/strict'
import type { Task } from '@medplum/fhirtypes'
import { createClient } from '../client.ts'
import { readHere } from '../load.ts'
import type { Scenario } from '../scenario.ts'
import { tokenOf } from '../sign-in.ts'

const TASK = 'Task/sam-commitments-1'

/** FHIR says 412 for a version that is not the latest. HAPI 8.8.0 says 409 (seen 2026-11-22). */
const CONFLICT = [409, 412]

export const progress: Scenario = {
  promise: 'progress on a commitment is written once, and not over what somebody else wrote meanwhile',
  async run({ gatewayUrl, engine }) {
    const client = createClient(gatewayUrl, tokenOf('virtual-school-head'))
    const write = async (method: 'PATCH' | 'PUT', version: number, body: object) => {
      const type = method === 'PATCH' ? 'application/json-patch+json' : 'application/fhir+json'
      const headers = { 'content-type': type, 'if-match': `W/"${version}"` }
      const answer = await client.send(TASK, { method, body: JSON.stringify(body), headers })
      await answer.body?.cancel()
      return answer.status
    }
    const before = await readHere<Task>(engine.url, TASK)
    const first = Number(before.meta?.versionId)
    const patch = (text: string) => [{ op: 'replace', path: '/description', value: text }]

    assert.equal(await write('PATCH', first, patch('Patched')), 200)
    const patched = await readHere<Task>(engine.url, TASK)
    assert.equal(Number(patched.meta?.versionId), first + 1)
    assert.deepEqual({ ...patched, meta: 0 }, { ...before, description: 'Patched', meta: 0 })

    const stalePatch = await write('PATCH', first, patch('Too late'))
    assert.ok(CONFLICT.includes(stalePatch), `a stale patch was answered ${stalePatch}`)
    assert.deepEqual(await readHere(engine.url, TASK), patched)

    assert.equal(await write('PUT', first + 1, { ...patched, description: 'Put' }), 200)
    const put = await readHere<Task>(engine.url, TASK)
    assert.equal(Number(put.meta?.versionId), first + 2)
    assert.equal(put.description, 'Put')

    const stalePut = await write('PUT', first + 1, { ...put, description: 'Too late' })
    assert.ok(CONFLICT.includes(stalePut), `a stale PUT was answered ${stalePut}`)
    assert.deepEqual(await readHere(engine.url, TASK), put)
    return `version ${first} patched to ${first + 1}, put to ${first + 2}; stale, ${stalePatch} and ${stalePut}: nothing changed`
  },
}
