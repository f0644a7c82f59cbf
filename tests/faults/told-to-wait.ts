import { noteAccess } from '../../src/app/note-access.ts'
import { refresh } from '../../src/app/refresh.ts'
import { tellAtOnce } from '../../src/app/send-accesses.ts'
import { refreshIfDue } from '../../src/app/upkeep.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import type { Result } from './fault.ts'
import { turnAway } from './fleet.ts'
import type { Laptop } from './laptop.ts'
import { FORMS, type Form } from './retry-after-forms.ts'
import { linkToSam, type SourceOfSam, serverOfSam, withSam, withTime } from './sources-of-sam.ts'

type Way = 'server' | 'link' | 'location' | 'telling'

/** Where somebody is turned away: at a server, at a link or beside it, and where a server is told who looked. */
const WAYS: Record<Way, () => Promise<SourceOfSam>> = {
  server: () => serverOfSam(),
  link: () => linkToSam('embedded'),
  location: () => linkToSam('location'),
  telling: () => serverOfSam(),
}

/** What one time of being turned away came to. `late`: not asked again when it might be. */
type Told = { asked: number; early: number; late: number; tries?: number }

type Case = { form: Form; status: 429 | 503; way: Way }

const CASES: Case[] = FORMS.flatMap((form) =>
  ([429, 503] as const).flatMap((status) => (Object.keys(WAYS) as Way[]).map((way) => ({ form, status, way }))),
)

/** How many there are to do, all told. */
export const EVERY_WAIT = CASES.length

/**
 * F9 (security.md D2): a source says that it is busy, and when to come back, in every form there is. It is not asked earlier
 * than it has said, by the worker or by hand, for an hour at the most; six times, and then at the next refresh that is due
 * anyway. And of a thousand computers that are all turned away, no more come in ten seconds than five times the average.
 * All of it on a computer that is four minutes ahead, and not in England.
 */
export async function run(times: number): Promise<Result> {
  const zone = process.env.TZ
  process.env.TZ = 'America/New_York'
  try {
    return await tryAll(times)
  } finally {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  }
}

async function tryAll(times: number): Promise<Result> {
  const wrong: string[] = []
  const count = { asked: 0, early: 0, late: 0, most: 0 }
  for (let at = 0; at < times; at++) {
    const one = CASES[Math.floor((at * CASES.length) / times)] as Case
    const told: Told[] =
      one.way === 'telling'
        ? [await tellByHand(one)]
        : [await leave(one), await pressByHand(one), await pressAndLeave(one)]
    for (const { asked, early, late, tries = 0 } of told) {
      count.asked += asked
      count.early += early
      count.late += late
      count.most = Math.max(count.most, tries)
      if (early + late > 0 || tries > MOST_TRIES) {
        wrong.push(`${one.way} ${one.status} ${one.form.name}: ${early} early, ${late} late, ${tries} tries`)
      }
    }
  }
  const fleets = FORMS.map(({ name, header, waitMs }) => ({ name, ...fleetFor(name, header, waitMs) }))
  const widest = Math.max(...fleets.map(({ peak, mean }) => peak / mean))
  return {
    isKept: wrong.length === 0 && count.most === MOST_TRIES && widest <= MOST_CROWDED,
    figures: [
      `asked ${count.early} times too early and ${count.late} times not again, of ${count.asked}`,
      `${count.most} tries at the most`,
      ...wrong.slice(0, SHOWN),
      `of ${CLIENTS} computers in ten seconds, the most and the mean: ${fleets
        .map(({ name, peak, mean }) => `${name} ${peak} and ${mean.toFixed(1)}`)
        .join(', ')}`,
    ].join('; '),
  }
}

const SHOWN = 12
const START = Date.parse('2026-09-22T10:00:00Z') // in summer time: GMT is nobody's own in England
const AHEAD_MS = 4 * MINUTE_MS
const DUE_MS = 4 * HOUR_MS
const MOST_TRIES = 6
/** A second, as HTTP counts in them. */
const TOLERANCE_MS = 1000
const CLIENTS = 1000
const MOST_CROWDED = 5

/** A Retry-After in a date is the same moment for all of them; seconds begin for each when it asks. */
function fleetFor(name: string, header: Form['header'], waitMs: number) {
  const isSaid = header(0) !== undefined && !['garbage', 'a negative number', 'a fraction'].includes(name)
  const isDate = name.startsWith('a date') && waitMs < HOUR_MS
  const waitAt = (atMs: number) => (isDate ? Math.max(waitMs - atMs, 0) : waitMs)
  return turnAway(CLIENTS, (atMs) => (isSaid ? waitAt(atMs) : undefined), SEED)
}

const SEED = 20261122

/** The worker alone, until it has asked at the next refresh that is due anyway. */
async function leave({ form, status, way }: Case) {
  return turnedAway({ form, status, way }, async (laptop, asked) => {
    laptop.trueMs += DUE_MS
    while (asked.length <= MOST_TRIES && laptop.trueMs < START + LONGEST_MS) {
      laptop.trueMs += MINUTE_MS
      await laptop.minute()
      await refreshIfDue(laptop.app)
    }
    const gaps = asked.slice(1).map((atMs, at) => atMs - (asked[at] ?? 0))
    const pause = gaps.findIndex((gapMs) => gapMs >= DUE_MS)
    const early = gaps.filter((gapMs) => gapMs < form.waitMs - TOLERANCE_MS).length
    return { asked: asked.length, early, late: asked.length > 1 ? 0 : 1, tries: pause < 0 ? asked.length : pause + 1 }
  })
}

const LONGEST_MS = 24 * HOUR_MS

/** Somebody who presses Refresh again and again: heard when the time is over, and not before. */
async function pressByHand({ form, status, way }: Case) {
  return turnedAway({ form, status, way }, async (laptop, asked) => {
    const { waitMs } = form
    laptop.trueMs += MINUTE_MS
    await press(laptop)
    const firstMs = asked[0] ?? 0
    for (const share of [0.01, 0.1, 0.5, 0.9]) {
      laptop.trueMs = firstMs + share * waitMs
      await press(laptop)
    }
    laptop.trueMs = firstMs + waitMs - TOLERANCE_MS - 1
    if (waitMs > 0) await press(laptop)
    const early = waitMs > 0 ? asked.length - 1 : 0
    const before = asked.length
    laptop.trueMs = firstMs + waitMs + TOLERANCE_MS
    await press(laptop)
    return { asked: asked.length, early, late: asked.length > before ? 0 : 1 }
  })
}

/** Somebody who presses it more often than there are tries, and goes: the worker asks by itself when the time is over. */
async function pressAndLeave({ form, status, way }: Case): Promise<Told> {
  return turnedAway({ form, status, way }, async (laptop, asked) => {
    const { waitMs } = form
    laptop.trueMs += MINUTE_MS
    await press(laptop)
    const firstMs = asked[0] ?? 0
    for (let time = 1; time <= MOST_TRIES && waitMs > 0; time++) {
      laptop.trueMs = firstMs + time * 1000
      await press(laptop)
    }
    const before = asked.length
    laptop.trueMs = firstMs + waitMs
    const untilMs = firstMs + 2 * waitMs + SOON_MS
    while (asked.length === before && laptop.trueMs < untilMs) {
      laptop.trueMs += MINUTE_MS
      await laptop.minute()
      await refreshIfDue(laptop.app)
    }
    return { asked: asked.length, early: before - 1, late: asked.length > before ? 0 : 1 }
  })
}

/** What chance adds to a wait at the most, and the minute until an alarm rings. */
const SOON_MS = 6 * MINUTE_MS

async function press(laptop: Laptop): Promise<void> {
  await laptop.minute() // unlocked, whatever time has passed
  await refresh(laptop.app)
}

/** Somebody looks again and again, while the server does not want to hear of it. */
async function tellByHand({ form, status, way }: Case) {
  return turnedAway({ form, status, way }, async (laptop, asked) => {
    const { waitMs } = form
    const look = async () => {
      await laptop.minute()
      await noteAccess(laptop.app, { action: 'view', outcome: 'done', child: laptop.sam })
      await tellAtOnce(laptop.app)
    }
    await look()
    const firstMs = laptop.trueMs
    const first = asked.length
    for (const share of [0.01, 0.5, 0.9]) {
      laptop.trueMs = firstMs + share * waitMs
      if (waitMs > 0) await look()
    }
    const early = asked.length - first
    laptop.trueMs = firstMs + waitMs + TOLERANCE_MS
    await look()
    return { asked: asked.length, early, late: asked.length > first + early ? 0 : 1 }
  })
}

/** @param then is given when the source was asked: of a try, the first request */
async function turnedAway<Told>(
  { form, status, way }: Case,
  then: (laptop: Laptop, asked: number[]) => Promise<Told>,
): Promise<Told> {
  const source = await WAYS[way]()
  const laptop = await withSam(source, START)
  laptop.aheadMs = AHEAD_MS
  const asked: number[] = []
  laptop.server.fetch = async (input, init) => {
    const isTelling = init?.method === 'PUT'
    if (isTelling !== (way === 'telling') || (way === 'location' && init?.method === 'POST')) {
      return withTime(laptop, source.fetch(input, init))
    }
    if (asked.at(-1) !== laptop.trueMs) asked.push(laptop.trueMs)
    const said = form.header(laptop.trueMs)
    const headers = { date: new Date(laptop.trueMs).toUTCString(), ...(said !== undefined && { 'retry-after': said }) }
    return new Response(null, { status, headers })
  }
  try {
    return await then(laptop, asked)
  } finally {
    await laptop.close()
  }
}
