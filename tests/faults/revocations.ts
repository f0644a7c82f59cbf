import fc from 'fast-check'
import { listChildren } from '../../src/app/list-children.ts'
import { refresh } from '../../src/app/refresh.ts'
import { LEASE_MS } from '../../src/consent/lease.ts'
import { codeOf } from '../../src/core/errors.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import type { FakeServer } from '../fixtures/fhir-server.ts'
import { confirmSam, type Laptop, openLaptop } from './laptop.ts'

/**
 * F12 and T13 (security.md D2, C4): sharing stops while a computer is offline. Until the lease ends the copy may be read, not
 * a millisecond longer; at the next contact it goes, and nobody else's with it.
 */
export async function run(times: number): Promise<{ isKept: boolean; figures: string }> {
  const count = { ends: 0, blocked: 0, shownInTime: 0, looksInTime: 0, erased: 0, others: 0 }
  for (const timeline of fc.sample(timelines, { numRuns: times, seed: SEED })) {
    const told = await tell(timeline)
    for (const key of Object.keys(count) as (keyof typeof count)[]) count[key] += told[key]
  }
  const { ends, blocked, shownInTime, looksInTime, erased, others } = count
  return {
    isKept: blocked === ends && shownInTime === looksInTime && erased === times && others === times,
    figures: [
      `${blocked} of ${ends} blocked at the end of the lease`,
      `${shownInTime} of ${looksInTime} looks before it shown`,
      `${erased} of ${times} erased at contact`,
      `${others} of ${times} left the other child`,
    ].join(', '),
  }
}

const SEED = 20261121
const START = Date.parse('2026-11-21T10:00:00Z')

/** How a source says that a record is shared no more. One that only refuses is asked twice, a minute apart. */
const WAYS: Record<string, (server: FakeServer) => void> = {
  'the agreement is inactive': ({ resources }) => Object.assign(resources.get(AGREEMENT) ?? {}, { status: 'inactive' }),
  'the agreement is rejected': ({ resources }) => Object.assign(resources.get(AGREEMENT) ?? {}, { status: 'rejected' }),
  'the agreement is gone': ({ resources }) => void resources.delete(AGREEMENT),
  'somebody else is named': ({ resources }) => {
    const agreement = JSON.stringify(resources.get(AGREEMENT)).replaceAll('bridge-street', 'market-square')
    resources.set(AGREEMENT, JSON.parse(agreement))
  },
  'the record is removed': ({ refuse }) => void refuse.set('Patient/sam', 410),
  'the record is refused': ({ refuse }) => void refuse.set('Patient/sam', 403),
  'the record is not found': ({ refuse }) => void refuse.set('Patient/sam', 404),
}
const AGREEMENT = 'Consent/sam-agreement-1'

const timelines = fc.record({
  way: fc.constantFrom(...Object.keys(WAYS)),
  /** How long it goes well, with how many answers. */
  onlineMs: fc.integer({ min: 0, max: 48 * HOUR_MS }),
  answers: fc.integer({ min: 1, max: 3 }),
  /** Of the time without network, the part before sharing stops. */
  stopsAfter: fc.double({ min: 0, max: 1, noNaN: true }),
  offlineMs: fc.integer({ min: 5 * MINUTE_MS, max: 2 * LEASE_MS }),
  looks: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
})

type Timeline = typeof timelines extends fc.Arbitrary<infer Value> ? Value : never

async function tell({ way, onlineMs, answers, stopsAfter, offlineMs, looks }: Timeline) {
  const laptop = await openLaptop(START)
  const { app, server } = laptop
  try {
    await refresh(app)
    await confirmSam(laptop)
    for (let answer = 1; answer <= answers; answer++) {
      laptop.trueMs += Math.round(onlineMs / answers)
      await laptop.minute()
      await refresh(app)
    }
    const beganMs = laptop.trueMs
    const endsMs = beganMs + LEASE_MS
    laptop.isOnline = false
    const stop = { atMs: beganMs + Math.round(stopsAfter * offlineMs), what: () => WAYS[way]?.(server) }
    const isPast = offlineMs >= LEASE_MS
    const count = { ends: isPast ? 1 : 0, blocked: 0, shownInTime: 0, looksInTime: 0, erased: 0, others: 0 }
    const lookAt = async () => {
      await laptop.minute()
      const isShown = (await laptop.look()).kind === 'open'
      if (laptop.trueMs < endsMs) count.looksInTime += 1
      if (laptop.trueMs < endsMs && isShown) count.shownInTime += 1
      if (laptop.trueMs === endsMs && !isShown) count.blocked += 1
      if (laptop.trueMs > endsMs && isShown) count.blocked = Number.NEGATIVE_INFINITY
      await refresh(app) // in vain
    }
    const moments = [
      ...looks.map((part) => ({ atMs: beganMs + Math.round(part * offlineMs), what: lookAt })),
      ...(isPast ? [endsMs - 1, endsMs].map((atMs) => ({ atMs, what: lookAt })) : []),
      stop,
    ]
    for (const { atMs, what } of moments.sort((a, b) => a.atMs - b.atMs)) {
      laptop.trueMs = atMs
      await what()
    }
    laptop.trueMs = Math.max(beganMs + offlineMs, laptop.trueMs)
    laptop.isOnline = true
    count.erased = (await isErasedAtContact(laptop)) ? 1 : 0
    count.others = (await listChildren(app)).some(({ name }) => name === 'Mia Doyle') ? 1 : 0
    return count
  } finally {
    await laptop.close()
  }
}

async function isErasedAtContact(laptop: Laptop): Promise<boolean> {
  const { app, server } = laptop
  await laptop.minute()
  await refresh(app)
  const [status] = server.refuse.values()
  if (status === 403 || status === 404) {
    if ((await laptop.look()).kind !== 'hidden') return false
    laptop.trueMs += MINUTE_MS
    await refresh(app)
  }
  const shown = await laptop.look().then(
    ({ kind }) => kind,
    (error) => codeOf(error),
  )
  return shown === 'child/not-here' && !(await laptop.holdsSam())
}
