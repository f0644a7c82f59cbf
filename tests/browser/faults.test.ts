import { expect } from 'chai'
import { run as runClocks } from '../faults/clocks.ts'
import { run as runReplays } from '../faults/replays.ts'
import { run as runRevocations } from '../faults/revocations.ts'

/** A few of each here, where a disk is underneath; in full they run outside a browser, in memory. */
const FAULTS: [what: string, run: typeof runClocks, times: number][] = [
  ['F11: no clock, however wrong, shows a record past its lease or has it erased', runClocks, 4],
  ['F12: a record that is shared no more goes at contact, and is not shown past its lease before', runRevocations, 8],
  ['F13: no server makes the version shown fall', runReplays, 12],
]

describe('faults', () => {
  for (const [what, run, times] of FAULTS) {
    it(what, async () => {
      const { isKept, figures } = await run(times)
      expect(isKept, figures).to.equal(true)
    }).timeout(60_000)
  }
})
