import assert from 'node:assert/strict'
import type { Consent, Observation } from '@medplum/fhirtypes'
import { asLongAgo, createClient, sync } from '../client.ts'
import { readHere, writeHere } from '../load.ts'
import type { Scenario } from '../scenario.ts'
import { tokenOf } from '../sign-in.ts'

const MIA = 'Patient/mia'

export const refresh: Scenario = {
  promise: 'one change there changes one record here, and a child is listed exactly as long as the agreement holds',
  async run({ gatewayUrl, engine }) {
    const client = createClient(gatewayUrl, tokenOf('class-teacher'))
    const nowMs = Date.now()
    const before = await sync(client, nowMs)
    const children = [...before.records.keys()]

    const word = await readHere<Observation>(engine.url, 'Observation/mia-words-1')
    await writeHere(engine.url, { ...word, valueString: 'Nana' })
    const known = [...before.known].flatMap(([patient, one]) => (one ? [[patient, asLongAgo(one)] as const] : []))
    const changed = await client.findChanged(new Map(known))
    assert.ok(changed.has(MIA) && changed.size <= 4, `${changed.size} of ${known.length}`)

    const after = await sync(client, nowMs)
    assert.deepEqual([...after.records.keys()], children)
    const differing = children.filter((one) => !isSame(after.records.get(one), before.records.get(one)))
    assert.deepEqual(differing, [MIA])
    await writeHere(engine.url, word)

    const agreement = await readHere<Consent>(engine.url, 'Consent/mia-agreement-1')
    const list = async () => (await client.listChildren(after.viewer)).sort()
    await writeHere(engine.url, { ...agreement, status: 'inactive' })
    const ended = await list()
    const others = children.filter((one) => one !== MIA)
    assert.deepEqual(ended, others)
    // HAPI gives a search of the last minute again unless the question says `cache-control: no-cache`, as ours does.
    await writeHere(engine.url, agreement)
    assert.deepEqual(await list(), children)
    return `1 of ${children.length} records differed; ${ended.length} children listed, then ${children.length} again`
  },
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
