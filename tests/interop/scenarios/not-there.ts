import assert from 'node:assert/strict'
import { codeOf } from '../../../src/core/errors.ts'
import { createClient } from '../client.ts'
import { writeHere } from '../load.ts'
import type { Scenario } from '../scenario.ts'
import { STRANGER, tokenOf } from '../sign-in.ts'

export const notThere: Scenario = {
  promise: 'what is removed, unknown or refused is told apart',
  async run({ gatewayUrl, engine }) {
    await writeHere(engine.url, { resourceType: 'Patient', id: 'interop-removed' })
    await fetch(`${engine.url}/Patient/interop-removed`, { method: 'DELETE' })
    const client = createClient(gatewayUrl, tokenOf('class-teacher'))
    const seen: string[] = []
    for (const [patient, status, code] of [
      ['Patient/interop-removed', 410, 'source/removed'],
      ['Patient/interop-unknown', 404, 'source/gone'],
    ] as const) {
      const answer = await client.send(patient, { method: 'GET' })
      assert.equal(answer.status, status)
      assert.equal(await codeFrom(client.fetchRecord(patient)), code, patient)
      seen.push(`${status} ${code}`)
    }
    for (const [token, code] of [
      ['not-a-code', 'source/refused'],
      [STRANGER.token, 'source/forbidden'],
    ] as const) {
      const refused = createClient(gatewayUrl, token)
      assert.equal(await codeFrom(refused.fetchViewer()), code)
      assert.equal(await codeFrom(refused.fetchRecord('Patient/sam')), code)
      seen.push(`${refused.asked.at(-1)?.status} ${code}`)
    }
    return seen.join(', ')
  },
}

async function codeFrom(asked: Promise<unknown>): Promise<string> {
  return asked.then(() => 'answered', codeOf)
}
