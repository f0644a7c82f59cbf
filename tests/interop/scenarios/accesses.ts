import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { createClient } from '../client.ts'
import type { Scenario } from '../scenario.ts'
import { tokenOf } from '../sign-in.ts'

export const accesses: Scenario = {
  promise: 'who looked is taken, once however often it is sent, and found by the child',
  async run({ gatewayUrl }) {
    const client = createClient(gatewayUrl, tokenOf('class-teacher'))
    const viewer = await client.fetchViewer()
    const about = { viewer, patient: 'Patient/sam', log: randomUUID(), atMs: Date.now() }
    const first = await client.tellOfLook({ ...about, id: randomUUID(), nth: 1 })
    const id = randomUUID()
    const second = await client.tellOfLook({ ...about, id, nth: 2 })
    const again = await client.tellOfLook({ ...about, id, nth: 2 })
    assert.deepEqual([first, second, again], ['taken', 'taken', 'taken'])
    const { total } = (await client.get('AuditEvent?patient=Patient%2Fsam&_summary=count')) as { total: number }
    assert.equal(total, 2)
    const unknown = await client.tellOfLook({ ...about, id: randomUUID(), nth: 3, patient: 'Patient/interop-unknown' })
    assert.equal(unknown, 'refused')
    return `3 sent, ${total} there (${client.asked.slice(-5, -2).map(({ status }) => status)}); about a child it has not: refused`
  },
}
