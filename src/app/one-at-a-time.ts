/** Work that changes what is kept takes turns over all open pages: a refresh, setting up, adding a source, removing all. */
export function oneAtATime<Result>(work: () => Promise<Result>): Promise<Result> {
  return navigator.locks.request('handrail/changing', work)
}
