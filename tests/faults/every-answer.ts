import { refresh } from '../../src/app/refresh.ts'
import { codeOf } from '../../src/core/errors.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import type { Result } from './fault.ts'
import { confirmSam, type Laptop } from './laptop.ts'
import { PLACES, type Place, questionOf } from './places-asked.ts'
import { versionsIn } from './sam.ts'
import { type SourceOfSam, withSam, withTime } from './sources-of-sam.ts'
import { type Meaning, meaningOf } from './what-answers-mean.ts'
import { ANSWERS, type AnswerName, canBePart, isByPortal, wrongPart, wrongResponse } from './wrong-answers.ts'

type Case = { place: Place; answer: AnswerName }

const CASES: Case[] = PLACES.flatMap((place) =>
  ANSWERS.filter((answer) => !place.isPart || canBePart(answer)).map((answer) => ({ place, answer })),
)

/** How many there are to do, all told. */
export const EVERY_ANSWER = CASES.length

/**
 * F8 (security.md D2): whatever a source is asked is answered with whatever can come back, a captive portal's page among it,
 * while a new version waits behind. What is seen and what is kept is what C3 says of that answer: at once, after the same
 * answer a minute later, or without another after a day of run time; and when the right answer comes, the new version.
 */
export async function run(times: number): Promise<Result> {
  const wrong: string[] = []
  const count = { looks: 0, halves: 0, portals: 0, lostToPortals: 0, unasked: 0, back: 0 }
  for (let at = 0; at < times; at++) {
    const one = CASES[Math.floor((at * CASES.length) / times)] as Case
    const told = await tell(one)
    if (told.wrong !== undefined) wrong.push(`${one.place.name} ${one.answer}: ${told.wrong}`)
    count.looks += told.looks
    count.halves += told.halves
    count.unasked += told.hits === 0 ? 1 : 0
    count.back += told.isBack ? 1 : 0
    if (!isByPortal(one.answer)) continue
    count.portals += 1
    count.lostToPortals += told.isEverGone ? 1 : 0
  }
  const { looks, halves, portals, lostToPortals, unasked, back } = count
  return {
    isKept: wrong.length === 0 && halves === 0 && lostToPortals === 0 && unasked === 0 && back === times,
    figures: [
      `${times - wrong.length} of ${times} as C3 says`,
      `${lostToPortals} of ${portals} erased by a captive portal`,
      `${halves} of ${looks} looks at half a record`,
      `${back} of ${times} back at the right answer`,
      ...(unasked > 0 ? [`${unasked} never asked`] : []),
      ...wrong.slice(0, SHOWN),
    ].join(', '),
  }
}

const SHOWN = 12
const START = Date.parse('2026-11-21T10:00:00Z')
const AGAIN_MS = MINUTE_MS + 1000
/** Each minute counts, as the worker's does; a tick counts for two of them at the most. */
const TICK_MS = 2 * MINUTE_MS
const DAY_OF_TICKS = (24 * HOUR_MS) / TICK_MS + 1

async function tell({ place, answer }: Case) {
  const counted = { looks: 0, halves: 0, hits: 0, isEverGone: false }
  const look = async (laptop: Laptop) => {
    const { seen, versions } = await see(laptop)
    counted.looks += 1
    if (versions.length > 1) counted.halves += 1
    if (seen === 'gone') counted.isEverGone = true
    return seen
  }
  const meaning = meaningOf(answer, place.asked)
  const wrong: string[] = []
  let isBack = false
  for (const then of ['again', 'a day'] as const) {
    if (then === 'a day' && meaning[0] !== 'refused') continue // the others have nothing that time ends
    const wanted = wantedFor(meaning)
    const found: string[] = []
    const source = await place.source()
    const laptop = await withSam(source, START)
    const fault = putBetween(laptop, source, place)
    try {
      await source.publish(2)
      laptop.trueMs += AGAIN_MS
      fault.answer = answer
      found.push(await ask(laptop), await look(laptop))
      if (then === 'again') {
        laptop.trueMs += AGAIN_MS
        await ask(laptop)
      } else await runForADay(laptop)
      found.push(await look(laptop))
      if (found.join() !== wanted.join()) wrong.push(`${then}: ${found.join(', ')} and not ${wanted.join(', ')}`)
      counted.hits += fault.hits
      fault.answer = '200 right'
      laptop.trueMs += AGAIN_MS
      await ask(laptop)
      isBack = (await look(laptop)) === 'version 2'
    } finally {
      await laptop.close()
    }
  }
  return { ...counted, isBack, wrong: wrong[0] }
}

/** What is said, what is seen at once, and what then. */
function wantedFor([what, code]: Meaning): [said: string, atOnce: string, later: string] {
  const said = code ?? 'nothing'
  switch (what) {
    case 'new':
      return ['nothing', 'version 2', 'version 2']
    case 'kept':
      return [said, 'version 1', 'version 1']
    case 'refused':
      return [said, 'hidden', 'gone']
    case 'over':
      return [said, 'gone', 'gone']
  }
}

/** @returns the code of what a refresh says, of the source or of the child */
async function ask({ app }: Laptop): Promise<string> {
  const [summary] = await refresh(app)
  return summary?.failed ?? summary?.refused[0]?.code ?? (summary?.stopped ? 'stopped' : 'nothing')
}

async function see(laptop: Laptop): Promise<{ seen: string; versions: number[] }> {
  try {
    await confirmSam(laptop) // a record that has come back is to be compared again
  } catch {
    // not among those listed: the look says why
  }
  try {
    const opened = await laptop.look()
    const versions = opened.kind === 'open' ? versionsIn(opened.contents) : []
    return { seen: opened.kind === 'open' ? `version ${versions.join(' and ')}` : opened.kind, versions }
  } catch (error) {
    const isGone = codeOf(error) === 'child/not-here' && !(await laptop.holdsSam())
    return { seen: isGone ? 'gone' : codeOf(error), versions: [] }
  }
}

async function runForADay(laptop: Laptop): Promise<void> {
  for (let tick = 0; tick < DAY_OF_TICKS; tick++) {
    laptop.trueMs += TICK_MS
    await laptop.minute()
  }
}

/** Stands between the laptop and its source, and answers one question wrongly. */
function putBetween(laptop: Laptop, source: SourceOfSam, { isAt, isPart }: Place) {
  const askTruly = (...asked: Parameters<typeof fetch>) => withTime(laptop, source.fetch(...asked))
  const fault: { answer: AnswerName; hits: number } = { answer: '200 right', hits: 0 }
  laptop.server.fetch = async (input, init) => {
    const question = questionOf(String(input), init)
    const { answer } = fault
    if (!isAt(question)) return askTruly(input, init)
    fault.hits += 1
    if (answer === '200 right') return askTruly(input, init)
    if (!isPart) return wrongResponse(answer, init)
    const bundle = (await (await source.fetch(input, init)).json()) as { entry: object[] }
    const entry = bundle.entry.map((part, at) => (isPart(question.parts[at] ?? '') ? wrongPart(answer) : part))
    return new Response(JSON.stringify({ ...bundle, entry }), { headers: { 'content-type': 'application/fhir+json' } })
  }
  return fault
}
