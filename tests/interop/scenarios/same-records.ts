import assert from 'node:assert/strict'
import { startPractice } from '../../../src/cli/practice.ts'
import { createClient, sync } from '../client.ts'
import type { Scenario } from '../scenario.ts'
import { tokenOf } from '../sign-in.ts'

export const sameRecords: Scenario = {
  promise: 'the same children and the same contents as from the practice server',
  async run({ gatewayUrl, families }) {
    const practice = await startPractice({ bundles: families })
    try {
      const nowMs = Date.now()
      const seen: string[] = []
      for (const audience of ['class-teacher', 'gp', 'virtual-school-head'] as const) {
        const expected = await sync(createClient(practice.server.url, tokenOf(audience)), nowMs)
        const got = await sync(createClient(gatewayUrl, tokenOf(audience)), nowMs)
        assert.ok(got.records.size > 0, `no child for ${audience}`)
        assert.deepEqual(got.viewer, expected.viewer)
        assert.deepEqual([...got.records.keys()], [...expected.records.keys()])
        for (const [patient, record] of expected.records) assert.deepEqual(got.records.get(patient), record, patient)
        const kept = [...got.records.values()].filter(({ kind }) => kind === 'record').length
        seen.push(`${audience} ${got.records.size} children, ${kept} records`)
      }
      return seen.join('; ')
    } finally {
      await practice.stop()
    }
  },
}
