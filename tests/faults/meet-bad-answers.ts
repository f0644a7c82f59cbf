import { addFhirServer } from '../../src/app/add-source.ts'
import { openLink } from '../../src/app/open-link.ts'
import { refresh } from '../../src/app/refresh.ts'
import { codeOf } from '../../src/core/errors.ts'
import { type BadAnswer, badAnswers, isSlow, type Way } from './bad-answers.ts'
import type { Heard } from './hostile-server.ts'
import { confirmSam, type Laptop, openLaptop } from './laptop.ts'
import { versionsIn } from './sam.ts'

/** What a bad answer came to. */
export type Met = {
  name: string
  /** Why it is not as it should be; undefined when it is. */
  wrong: string | undefined
  seconds: number
  heapMb: number
  /** The longest time in which nothing else got its turn. */
  gapMs: number
}

const MOST_SECONDS = 30

/** So long may also be somebody else's doing: another program has the processor. It is tried once more. */
const LONG_MS = 80

/** The worse of two, but for the time in which nothing got its turn: of that the better. */
function stiffer(first: Met, second: Met): Met {
  return { ...(first.wrong === undefined ? second : first), gapMs: Math.min(first.gapMs, second.gapMs) }
}

/** Those that come one way, and how fast they are over. */
export type Some = { way: Way; pace: 'quick' | 'slow' }

/**
 * Meets bad answers one after another, with a copy that is kept.
 *
 * @param url of a server that was started for them alone
 * @param cutTimes as it was told
 * @param usedBytes how much memory is in use
 */
export async function meetBadAnswers(
  url: string,
  { way, pace }: Some,
  cutTimes: number,
  usedBytes: () => number,
): Promise<Met[]> {
  const all = badAnswers(cutTimes).map((bad, index) => ({ bad, index }))
  const some = all.filter(({ bad }) => bad.way === way && isSlow(bad) === (pace === 'slow'))
  const laptop = await openLaptop(Date.now(), [], (opened) => addSam(opened, url, way))
  await confirmSam(laptop)
  const told: Met[] = []
  try {
    for (const { bad, index } of some) {
      const first = await meet(laptop, url, bad, index, usedBytes)
      told.push(first.gapMs < LONG_MS ? first : stiffer(first, await meet(laptop, url, bad, index, usedBytes)))
    }
    await control(url, 'begin/none')
    const [summary] = await refresh(laptop.app)
    const last = { name: `${way}: a true answer`, seconds: 0, heapMb: 0, gapMs: 0 }
    return [...told, { ...last, wrong: summary?.failed ?? summary?.refused[0]?.code }]
  } finally {
    await laptop.close()
  }
}

/** When each laptop asked for the first time since it was told to begin: refreshes take turns. */
const firstAsked = new WeakMap<Laptop, number>()

async function addSam(laptop: Laptop, url: string, way: Way): Promise<void> {
  const { app, server } = laptop
  Object.defineProperty(laptop, 'trueMs', { get: () => Date.now() })
  app.allowsLoopback = true
  server.fetch = (input, init) => {
    firstAsked.set(laptop, Math.min(firstAsked.get(laptop) ?? performance.now(), performance.now()))
    return fetch(input, init)
  }
  if (way === 'server') {
    await addFhirServer(app, `${url}/fhir`, 'practice-gp')
    await refresh(app)
    return
  }
  const { link } = (await control(url, 'link')) as { link: string }
  const said = { name: 'Dr Shah', roleAndPlace: 'GP, Bridge Street Practice' }
  const opened = await openLink(app, link, { said, passcode: undefined, origins: [url] })
  if (opened.kind !== 'offer') throw new Error(opened.kind)
  await opened.keep(() => {})
}

async function meet(laptop: Laptop, url: string, bad: BadAnswer, index: number, usedBytes: () => number): Promise<Met> {
  await control(url, `begin/${index}`)
  const probe = startProbe(usedBytes)
  firstAsked.delete(laptop)
  const code = await codeOfRefresh(laptop)
  const seconds = (performance.now() - (firstAsked.get(laptop) ?? 0)) / 1000
  const { heapMb, gapMs } = await probe.stop()
  const heard = (await control(url, 'begin/none')) as Heard
  const shown = await versionShown(laptop)
  const doubts: [holds: boolean, what: string][] = [
    [heard.misbehaved > 0, 'never asked'],
    [bad.codes.includes(code as never), `it was ${code}`],
    [seconds <= MOST_SECONDS, `it took ${seconds.toFixed(0)} s`],
    [shown === 'version 1', `shown is ${shown}`],
    [heard.requests <= (bad.mostRequests ?? 30), `${heard.requests} requests`],
    [heard.floodBytes < 100 * 1024 * 1024, `${heard.floodBytes} bytes taken`],
  ]
  const wrong = doubts.find(([holds]) => !holds)?.[1]
  return { name: `${bad.way}: ${bad.name}`, wrong, seconds, heapMb, gapMs }
}

async function codeOfRefresh({ app }: Laptop): Promise<string> {
  const [summary] = await refresh(app)
  return summary?.failed ?? summary?.refused[0]?.code ?? 'nothing'
}

async function versionShown(laptop: Laptop): Promise<string> {
  try {
    const opened = await laptop.look()
    return opened.kind === 'open' ? `version ${versionsIn(opened.contents).join(' and ')}` : opened.kind
  } catch (error) {
    return codeOf(error)
  }
}

const EVERY_MS = 5

/** Looks every few milliseconds how much memory is in use, and notices when it does not get to look. */
function startProbe(usedBytes: () => number) {
  const startedBytes = usedBytes()
  let [mostBytes, gapMs, lastMs] = [0, 0, performance.now()]
  const look = () => {
    mostBytes = Math.max(mostBytes, usedBytes() - startedBytes)
    gapMs = Math.max(gapMs, performance.now() - lastMs - EVERY_MS)
    lastMs = performance.now()
  }
  const looking = setInterval(look, EVERY_MS)
  return {
    stop: async () => {
      look()
      clearInterval(looking)
      return { heapMb: mostBytes / 1024 / 1024, gapMs }
    },
  }
}

async function control(url: string, what: string): Promise<unknown> {
  return (await fetch(`${url}/control/${what}`)).json()
}
