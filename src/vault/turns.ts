/**
 * Work of one name takes turns over all open pages. Where site data is blocked the browser refuses locks (Chromium 156,
 * Firefox 153); pages share nothing there either, so that it is enough to take turns within each.
 */
export async function takeTurns<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  return (await hasLocks()) ? navigator.locks.request(name, work) : takeTurnsHere(name, work)
}

/** The same for work that can be left: undefined when it is somebody else's turn. */
export async function ifItIsFree<Result>(name: string, work: () => Promise<Result>): Promise<Result | undefined> {
  if (!(await hasLocks())) return here.has(name) ? undefined : takeTurnsHere(name, work)
  return navigator.locks.request(name, { ifAvailable: true }, async (lock) => (lock ? work() : undefined))
}

let asked: Promise<boolean> | undefined

function hasLocks(): Promise<boolean> {
  asked ??= navigator.locks.query().then(
    () => true,
    () => false,
  )
  return asked
}

/** By name, the work that comes last. */
const here = new Map<string, Promise<unknown>>()

function takeTurnsHere<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const mine = (here.get(name) ?? Promise.resolve()).then(work, work)
  const done = () => {
    if (here.get(name) === mine) here.delete(name)
  }
  here.set(name, mine)
  void mine.then(done, done)
  return mine
}
