import { ifItIsFree, takeTurns } from '../vault/turns.ts'

const LOCK = 'handrail/changing'

/** Work that changes what is kept takes turns over all open pages: a refresh, setting up, adding a source, removing all. */
export function oneAtATime<Result>(work: () => Promise<Result>): Promise<Result> {
  return takeTurns(LOCK, work)
}

/** The same for work that can wait until the next minute: undefined when something else is going on. */
export function ifNobodyElse<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  return ifItIsFree(LOCK, work)
}
