import assert from 'node:assert/strict'
import type { Bundle } from '@medplum/fhirtypes'
import { createClient, ingestFor, sync } from '../client.ts'
import { median, type Scenario } from '../scenario.ts'
import { tokenOf } from '../sign-in.ts'

export const firstSync: Scenario = {
  promise: 'a first sync of all of the Virtual School Head’s children gives what is written in their bundles',
  async run({ gatewayUrl, families, generated, engine, database }) {
    const client = createClient(gatewayUrl, tokenOf('virtual-school-head'))
    const nowMs = Date.now()
    const startedMs = performance.now()
    const { viewer, records, recordMs } = await sync(client, nowMs)
    const perSecond = records.size / ((performance.now() - startedMs) / 1000)

    const kept = [...records].filter(([, { kind }]) => kind === 'record')
    const written = [...families, ...generated].map((bundle) => {
      return [patientIn(bundle), ingestFor(viewer, resourcesIn(bundle), nowMs)] as const
    })
    const expected = new Map(written.filter(([, { kind }]) => kind === 'record'))
    assert.deepEqual(kept.map(([patient]) => patient).sort(), [...expected.keys()].sort())
    for (const [patient, record] of kept) assert.deepEqual(record, expected.get(patient), patient)

    const batches = client.asked.filter(({ method }) => method === 'POST').map(({ tookMs }) => tookMs)
    return [
      `${kept.length} records, ${perSecond.toFixed(1)} a second`,
      `${median(recordMs)} ms a child (slowest ${Math.round(Math.max(...recordMs))}), ${median(batches)} ms a batch`,
      `memory of the JVM ${megabytes(await engine.memoryBytes())}, database ${megabytes(await database.sizeBytes())}`,
    ].join('; ')
  },
}

function resourcesIn({ entry = [] }: Bundle): NonNullable<NonNullable<Bundle['entry']>[number]['resource']>[] {
  return entry.flatMap(({ resource }) => resource ?? [])
}

function patientIn(bundle: Bundle): string {
  return `Patient/${resourcesIn(bundle).find(({ resourceType }) => resourceType === 'Patient')?.id}`
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}
