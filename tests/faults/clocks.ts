import fc from 'fast-check'
import { refresh } from '../../src/app/refresh.ts'
import { LEASE_MS } from '../../src/consent/lease.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import { readHighWater } from '../../src/vault/clock.ts'
import { confirmSam, type Laptop, openLaptop } from './laptop.ts'

/**
 * F11 and T15 (security.md D2, C4): the clock is wrong, jumps while Handrail runs, and is put right again, with a source
 * that says what the time is or does not. Handrail has seen what the time was before each jump: what a clock does while
 * nothing runs, nothing can know.
 */
export async function run(times: number): Promise<{ isKept: boolean; figures: string }> {
  const count = { looks: 0, shown: 0, pastTheLease: 0, erased: 0, back: 0 }
  for (const script of fc.sample(scripts, { numRuns: times, seed: SEED })) {
    const told = await play(script)
    for (const key of Object.keys(count) as (keyof typeof count)[]) count[key] += told[key]
  }
  const { looks, shown, pastTheLease, erased, back } = count
  return {
    isKept: pastTheLease === 0 && erased === 0 && back === times && shown > 0 && shown < looks,
    figures: [
      `${pastTheLease} of ${looks} views past the lease`,
      `${erased} false erasures`,
      `${back} of ${times} back at contact with the clock right`,
    ].join(', '),
  }
}

const SEED = 20261025
const YEAR_MS = 365 * DAY_MS

/** An ordinary morning, and the half-hours before the clocks change. */
const STARTS = ['2026-11-21T10:00:00Z', '2026-10-25T00:30:00Z', '2027-03-28T00:30:00Z']

/** Computers that keep London's time and take it for UTC are an hour out, twice a year. */
const JUMPS = [-10 * YEAR_MS, -YEAR_MS, -30 * DAY_MS, -LEASE_MS, -DAY_MS, -HOUR_MS, -6 * MINUTE_MS]

const steps = fc.record({
  /** `end`: until a little after the lease has ended. */
  passMs: fc.oneof(
    fc.constant('end' as const),
    fc.integer({ min: MINUTE_MS, max: 3 * HOUR_MS }),
    fc.integer({ min: 12 * HOUR_MS, max: 2 * LEASE_MS }),
  ),
  jump: fc.oneof(
    fc.constantFrom(...JUMPS, ...JUMPS.map((jumpMs) => -jumpMs)),
    fc.constantFrom('right' as const, 'none' as const),
  ),
  /** `partly`: the source answers, but for Sam's record, which is broken. */
  contact: fc.constantFrom('none' as const, 'none' as const, 'partly' as const, 'whole' as const),
  /** Nothing runs while the clock jumps: only a source that says what the time is can know. */
  isOff: fc.boolean(),
})

const scripts = fc.record({
  start: fc.constantFrom(...STARTS),
  saysTheTime: fc.boolean(),
  steps: fc.array(steps, { minLength: 3, maxLength: 10 }),
})

type Script = typeof scripts extends fc.Arbitrary<infer Value> ? Value : never

/** How far behind what was seen the clock may be without anything being said of it. */
const TOLERANCE_MS = 5 * MINUTE_MS

async function play({ start, saysTheTime, steps }: Script) {
  const laptop = await openLaptop(Date.parse(start))
  const count = { looks: 0, shown: 0, pastTheLease: 0, erased: 0, back: 0 }
  let contactMs = 0
  const ask = async (contact: 'partly' | 'whole') => {
    if (await isAnswered(laptop, contact)) contactMs = laptop.trueMs
  }
  const look = async () => {
    const isShown = (await laptop.holdsSam()) && (await laptop.look()).kind === 'open'
    count.looks += 1
    if (isShown) count.shown += 1
    if (isShown && laptop.trueMs >= contactMs + LEASE_MS + TOLERANCE_MS) count.pastTheLease += 1
  }
  try {
    await ask('whole')
    await confirmSam(laptop)
    if (!saysTheTime) laptop.server.clock = undefined
    for (const { passMs, jump, contact, isOff } of steps) {
      const isUnseen = isOff && saysTheTime && contact !== 'none'
      const untilMs = passMs === 'end' ? contactMs + LEASE_MS + TOLERANCE_MS + MINUTE_MS : laptop.trueMs + passMs
      if (isUnseen) laptop.trueMs = Math.max(untilMs, laptop.trueMs)
      else await pass(laptop, untilMs)
      if (!isUnseen) await look()
      if (jump === 'right') laptop.aheadMs = 0
      else if (jump !== 'none') laptop.aheadMs += jump
      if (!isUnseen) await look()
      await laptop.minute()
      if (contact !== 'none') await ask(contact)
      await look()
    }
    count.erased = (await laptop.holdsSam()) ? 0 : 1
    laptop.aheadMs = 0
    await laptop.minute()
    await ask('whole')
    const isBack = (await laptop.holdsSam()) && (await laptop.look()).kind === 'open'
    count.back = isBack && contactMs === laptop.trueMs ? 1 : 0
    return count
  } finally {
    await laptop.close()
  }
}

/**
 * Time passes. While the clock is behind what was seen, minute by minute and not for long: of what goes on then Handrail
 * knows only what it lives through.
 */
async function pass(laptop: Laptop, untilMs: number): Promise<void> {
  const { vault, now } = laptop.app
  const isBehind = now() < (await readHighWater(vault)) - TOLERANCE_MS
  const lastMs = isBehind ? Math.min(untilMs, laptop.trueMs + 100 * MINUTE_MS) : untilMs
  do {
    laptop.trueMs = Math.max(laptop.trueMs, isBehind ? Math.min(laptop.trueMs + MINUTE_MS, lastMs) : lastMs)
    await laptop.minute()
  } while (laptop.trueMs < lastMs)
}

/** Whether the source has said anything about Sam that could be used. */
async function isAnswered({ app, server }: Laptop, contact: 'partly' | 'whole'): Promise<boolean> {
  if (contact === 'partly') server.resources.set(STRAY.reference, STRAY.resource)
  else server.resources.delete(STRAY.reference)
  const [summary] = await refresh(app)
  return summary?.failed === undefined && summary?.refused.length === 0
}

/** A goal that says nothing: the record it is in cannot be read. */
const STRAY = {
  reference: 'Goal/stray',
  resource: { resourceType: 'Goal', id: 'stray', subject: { reference: 'Patient/sam' } },
}
