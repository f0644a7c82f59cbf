import type { Bundle } from '@medplum/fhirtypes'
import { londonDate } from '../../src/core/time.ts'
import { schoolYear } from '../../src/guidance/calendar/year-group.ts'
import { familiesIn } from '../../src/practice/families/index.ts'
import { SIGN_INS } from '../../src/practice/families/sign-ins.ts'
import { generateFamilies } from '../../src/practice/generated/generate-families.ts'
import { startDatabase } from './database.ts'
import { buildEngine, startEngine } from './engine.ts'
import { startGateway } from './gateway.ts'
import { load } from './load.ts'
import { findNeeds } from './needs.ts'
import type { Scenario, World } from './scenario.ts'
import { accesses } from './scenarios/accesses.ts'
import { firstSync } from './scenarios/first-sync.ts'
import { notThere } from './scenarios/not-there.ts'
import { pages } from './scenarios/pages.ts'
import { progress } from './scenarios/progress.ts'
import { refresh } from './scenarios/refresh.ts'
import { sameRecords } from './scenarios/same-records.ts'
import { unchanged } from './scenarios/unchanged.ts'
import { STRANGER } from './sign-in.ts'

/**
 * `npm run interop`: the real HAPI FHIR server on PostgreSQL, filled with made-up children and asked by Handrail's own
 * code; a line for each thing that holds. The exit code is 1 when any does not. Leaves only what it fetched, in `.output`.
 */
const BEFORE: Scenario[] = [sameRecords, refresh]
const AFTER: Scenario[] = [firstSync, pages, unchanged, progress, notThere, accesses]
const GENERATED = 1_000

const totals = { passed: 0, failed: 0 }
const stops: (() => Promise<void>)[] = []
let stopped: Promise<void> | undefined
const interrupted = new AbortController()
const opening = open(interrupted.signal)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt)

try {
  const world = await opening
  await fill('families', world, world.families)
  for (const scenario of BEFORE) await show(scenario, world)
  await fill('generated children', world, world.generated)
  for (const scenario of AFTER) await show(scenario, world)
} catch (error) {
  if (!interrupted.signal.aborted) console.error(error instanceof Error ? error.message : error)
  totals.failed += 1
} finally {
  await stopAll()
}
if (!interrupted.signal.aborted) console.log(`${totals.passed} passed, ${totals.failed} failed`)
process.exitCode = totals.failed > 0 ? 1 : 0

async function open(stop: AbortSignal): Promise<World> {
  const needs = await findNeeds(stop)
  await buildEngine(stop)
  const database = await step('Starting PostgreSQL', () => startDatabase(needs, stop))
  stops.push(database.stop)
  const engine = await step('Starting HAPI FHIR', () => startEngine(database.address, stop))
  stops.push(engine.stop)
  const people = [...SIGN_INS.map((signIn) => ({ ...signIn, isAllowed: true })), STRANGER]
  const gateway = await startGateway(engine.url, new Map(people.map((person) => [person.token, person])))
  stops.push(gateway.stop)
  const year = schoolYear(londonDate(Date.now()))
  const generated = generateFamilies({ count: GENERATED, seed: 1, schoolYear: year })
  return { engine, database, gatewayUrl: gateway.url, families: familiesIn(year), generated }
}

/** Ctrl-C ends what is under way, and nothing stays behind. */
async function interrupt(): Promise<void> {
  interrupted.abort()
  await opening.catch(() => {}) // it stops what it was starting, and says so below
  await stopAll()
  process.exit(130)
}

/** Last started, first stopped: the engine must not find its database gone. Whoever comes second waits for the first. */
function stopAll(): Promise<void> {
  stopped ??= (async () => {
    for (let stop = stops.pop(); stop; stop = stops.pop()) await stop()
  })()
  return stopped
}

async function step<Made>(title: string, make: () => Promise<Made>): Promise<Made> {
  const startedMs = performance.now()
  const made = await make()
  console.log(`· ${title}: ${seconds(startedMs)}`)
  return made
}

async function fill(what: string, { engine }: World, families: Bundle[]): Promise<void> {
  const startedMs = performance.now()
  const sent = await load(engine.url, families)
  console.log(`· Loading ${families.length} ${what}, ${sent} resources: ${seconds(startedMs)}`)
}

async function show({ promise, run }: Scenario, world: World): Promise<void> {
  const startedMs = performance.now()
  try {
    const seen = await run(world)
    totals.passed += 1
    console.log(`✓ ${promise}: ${seen} (${seconds(startedMs)})`)
  } catch (error) {
    if (interrupted.signal.aborted) return
    totals.failed += 1
    console.log(`✗ ${promise}: ${error instanceof Error ? error.message : error} (${seconds(startedMs)})`)
  }
}

function seconds(sinceMs: number): string {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`
}
