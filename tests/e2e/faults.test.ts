import { describe, expect, it } from 'vitest'
import { browsersFor } from '../faults/fault.ts'
import { FAULTS } from '../faults/list.ts'

/** Each of them a few times, to see that it still holds. `npm run faults` is what proves it. */
describe.each(FAULTS)('$id, $promise', (fault) => {
  it.each(browsersFor(fault))('holds in %s', async (browser) => {
    const { isKept, figures } = await fault.run({ browser }, fault.times.short)
    expect({ isKept, figures }).toEqual({ isKept: true, figures })
  })
})
