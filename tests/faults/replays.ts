import fc from 'fast-check'
import { refresh } from '../../src/app/refresh.ts'
import type { ErrorCode } from '../../src/core/errors.ts'
import { MINUTE_MS } from '../../src/core/time.ts'
import { confirmSam, type Laptop, openLaptop } from './laptop.ts'

/**
 * F13 and T14 (security.md D2, C4): a server, or somebody between, sends again what was sent before, in whole or in part, or
 * two texts under one version. The version shown never falls, and each is told for what it is.
 */
export async function run(times: number): Promise<{ isKept: boolean; figures: string }> {
  const count = { fell: 0, replays: 0, replaysTold: 0, forks: 0, forksTold: 0, news: 0, newsShown: 0 }
  for (const history of fc.sample(histories, { numRuns: times, seed: SEED })) {
    const told = await tell(history)
    for (const key of Object.keys(count) as (keyof typeof count)[]) count[key] += told[key]
  }
  const { fell, replays, replaysTold, forks, forksTold, news, newsShown } = count
  return {
    isKept: fell === 0 && replaysTold === replays && forksTold === forks && newsShown === news && forks > 0,
    figures: [
      `the version shown fell ${fell} times`,
      `${replaysTold} of ${replays} replays told`,
      `${forksTold} of ${forks} forks told`,
      `${newsShown} of ${news} new versions shown`,
    ].join(', '),
  }
}

const SEED = 20261123
const START = Date.parse('2026-11-21T10:00:00Z')

const histories = fc.record({
  /** What the server says of versions. */
  meta: fc.constantFrom('both' as const, 'number' as const, 'time' as const),
  events: fc.array(
    fc.record({
      what: fc.constantFrom(
        'new' as const,
        'new' as const,
        'same' as const,
        'replay' as const,
        'replay of one part' as const,
        'fork' as const,
        'withdrawn' as const,
      ),
      afterMs: fc.integer({ min: MINUTE_MS, max: 120 * MINUTE_MS }),
      /** Which of the versions before, the oldest first. */
      which: fc.double({ min: 0, max: 0.999, noNaN: true }),
    }),
    { minLength: 3, maxLength: 8 },
  ),
})

type History = typeof histories extends fc.Arbitrary<infer Value> ? Value : never

/** All that the server holds of Sam at one time. */
type Version = { number: number; isShared: boolean; resources: Resource[] }
type Resource = { resourceType: string; id: string; meta?: object } & Record<string, unknown>

async function tell({ meta, events }: History) {
  const laptop = await openLaptop(START)
  const { app, server } = laptop
  const count = { fell: 0, replays: 0, replaysTold: 0, forks: 0, forksTold: 0, news: 0, newsShown: 0 }
  const versions: Version[] = []
  let highest = 0

  const publish = (isShared: boolean) => {
    const number = versions.length + 1
    const stamp = {
      ...(meta !== 'time' && { versionId: `${number}` }),
      ...(meta !== 'number' && { lastUpdated: new Date(laptop.trueMs).toISOString() }),
    }
    const before = versions.at(-1)?.resources ?? ofSam(laptop)
    versions.push({ number, isShared, resources: before.map((one) => changed(one, { number, isShared, stamp })) })
  }
  const serve = (resources: Resource[]) => {
    for (const one of resources) server.resources.set(`${one.resourceType}/${one.id}`, structuredClone(one))
  }
  const newest = () => versions.at(-1) as Version
  const ask = async (): Promise<ErrorCode | undefined> => {
    const [summary] = await refresh(app)
    const shown = await versionShown(laptop)
    if (shown !== undefined && shown < highest) count.fell += 1
    highest = Math.max(highest, shown ?? 0)
    return summary?.failed ?? summary?.refused[0]?.code
  }

  try {
    server.resources.delete('Consent/mia-agreement-1') // one child is enough
    publish(true)
    serve(newest().resources)
    await ask()
    for (const { what, afterMs, which } of events) {
      laptop.trueMs += afterMs
      await laptop.minute()
      // A version that was withdrawn was never asked for: what came before it is the last that has been seen.
      const older = versions.filter(({ isShared }) => isShared).slice(0, -1)
      const replayed = older[Math.floor(which * older.length)]
      if (what === 'new' || what === 'withdrawn') {
        publish(what === 'new')
        serve(newest().resources)
        const code = await ask()
        count.news += 1
        const expected = what === 'new' ? newest().number : undefined
        if (code === undefined && (await versionShown(laptop)) === expected) count.newsShown += 1
      } else if (what === 'fork' && newest().isShared) {
        serve(newest().resources.map((one) => (isStrength(one) ? { ...one, valueString: 'another text' } : one)))
        count.forks += 1
        if ((await ask()) === 'record/forked') count.forksTold += 1
      } else if (replayed && (what === 'replay' || (what === 'replay of one part' && newest().isShared))) {
        serve(what === 'replay' ? replayed.resources : replayed.resources.filter(isStrength))
        count.replays += 1
        if ((await ask()) === 'record/older') count.replaysTold += 1
      } else await ask()
      serve(newest().resources)
    }
    await ask()
    return count
  } finally {
    await laptop.close()
  }
}

function ofSam({ server }: Laptop): Resource[] {
  return [...server.resources.values()].filter(({ id }) => id === 'sam' || id.startsWith('sam-'))
}

/** A new version changes what is said, and whether it is shared; the rest stays as it was. */
function changed(
  one: Resource,
  { number, isShared, stamp }: { number: number; isShared: boolean; stamp: object },
): Resource {
  const meta = { ...one.meta, ...stamp }
  if (isStrength(one)) return { ...one, meta, valueString: `version ${number}` }
  if (one.resourceType === 'Consent') return { ...one, meta, status: isShared ? 'active' : 'inactive' }
  return number === 1 ? { ...one, meta } : one
}

function isStrength({ id }: Resource): boolean {
  return id.startsWith('sam-strengths')
}

/** The version that a person sees; undefined when nothing is shown. */
async function versionShown(laptop: Laptop): Promise<number | undefined> {
  try {
    await confirmSam(laptop)
  } catch {
    return undefined // not here
  }
  const opened = await laptop.look()
  const text = opened.kind === 'open' ? opened.contents.strengths?.strengths.join() : undefined
  return text === undefined ? undefined : Number(/^version (\d+)$/.exec(text)?.[1] ?? 0)
}
