import assert from 'node:assert/strict'
import type { Known } from '../../../src/sources/fhir-server/known.ts'
import { asLongAgo, createClient } from '../client.ts'
import { median, type Scenario } from '../scenario.ts'
import { tokenOf } from '../sign-in.ts'

const CHILDREN = 100

export const unchanged: Scenario = {
  promise: 'what has not changed is not sent again: 304 to a read and in a batch, counts of changes',
  async run({ gatewayUrl }) {
    const client = createClient(gatewayUrl, tokenOf('virtual-school-head'))
    const read = await client.send('Patient/sam', { method: 'GET' })
    const version = read.headers.get('etag') ?? ''
    assert.match(version, /^W\/"\d+"$/)
    const again = await client.send('Patient/sam', { method: 'GET', headers: { 'if-none-match': version } })
    assert.equal(again.status, 304)
    assert.equal(await again.text(), '')

    const { resources } = await client.fetchRecord('Patient/sam')
    const changes = resources.map((one) => (one as { meta: { lastUpdated: string } }).meta.lastUpdated)
    const latest = changes.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? ''
    const tasks = 'Task?patient=Patient%2Fsam&_summary=count'
    assert.equal(await countOf(client, `${tasks}&_lastUpdated=gt${encodeURIComponent(latest)}`), 0)
    const all = await countOf(client, tasks)
    assert.equal(await countOf(client, `${tasks}&_lastUpdated=gt2001-01-01T00:00:00Z`), all)
    const parts = await client.postBatch([{ url: 'Patient/sam', version: /\d+/.exec(version)?.[0] }, { url: tasks }])
    assert.deepEqual(
      parts.map(({ status }) => status),
      [304, 200],
    )

    const children = (await client.listChildren(await client.fetchViewer())).slice(0, CHILDREN)
    const full: number[] = []
    const found = new Map<string, Known>()
    for (const patient of children) {
      const startedMs = performance.now()
      const { known } = await client.fetchRecord(patient)
      full.push(performance.now() - startedMs)
      assert.ok(known, `${patient} does not say its versions`)
      found.set(patient, asLongAgo(known))
    }
    const startedMs = performance.now()
    assert.deepEqual(await client.findChanged(found), new Set())
    const each = ((performance.now() - startedMs) / children.length).toFixed(1)
    return `${all} tasks, none since; ${children.length} children unchanged, ${each} ms each (whole record ${median(full)} ms)`
  },
}

async function countOf(client: ReturnType<typeof createClient>, path: string): Promise<number> {
  return ((await client.get(path)) as { total: number }).total
}
