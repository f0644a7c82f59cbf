import type { Bundle } from '@medplum/fhirtypes'
import type { Database } from './database.ts'
import type { Engine } from './engine.ts'

/** What every scenario has to work with. */
export type World = {
  engine: Engine
  database: Database
  /** The FHIR base in front of the engine, where access codes are checked. */
  gatewayUrl: string
  /** The families, and the children added to them. */
  families: Bundle[]
  generated: Bundle[]
}

/** One thing that holds between Handrail and the engine. */
export type Scenario = {
  promise: string
  /** @returns what was seen, in a few words and a figure. @throws when it does not hold */
  run(world: World): Promise<string>
}

/** The middle of some numbers, rounded. */
export function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0)
}
