import { expect } from 'chai'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import { randomBytes, toBase64 } from '../../src/vault/bytes.ts'
import { openCover, readEntries } from '../../src/vault/children.ts'
import { createMemoryArea } from '../../src/vault/memory.ts'
import { createOwnArea, createSession, type SessionArea } from '../../src/vault/session.ts'
import { dataKey, eraseVault, holdVault, isSetUp, openKeepingNothing, type Vault } from '../../src/vault/vault.ts'
import { fails } from './fails.ts'
import { PLACES, type Place, unlockAnew, unlockedSession } from './places.ts'
import { ONE, write } from './wilhelmina.ts'

const START = Date.parse('2026-11-21T10:00:00Z')
const IDLE_MS = 10 * MINUTE_MS
const KEY = toBase64(randomBytes(32))

describe('a session', () => {
  let now: number
  let area: SessionArea

  /** Another page of the same browser. */
  const page = () => createSession(area, () => now)
  const unlock = () => page().unlock({ key: KEY, keeps: 'disk', idleMs: IDLE_MS })

  beforeEach(() => {
    now = START
    area = createOwnArea()
  })

  it('locks by itself when the time without use is over, and not before', async () => {
    const session = page()
    await unlock()
    now = START + IDLE_MS - 1
    expect((await session.read())?.key).to.equal(KEY)
    now += 1
    expect(await session.read()).to.equal(undefined)
    await fails('vault/locked', session.keys())
    expect(await area.read()).to.equal(undefined)
  })

  it('locks whichever page asks first, one that was opened long after among them', async () => {
    const [asked, never] = [page(), page()]
    await asked.read()
    await unlock()
    await never.keys()
    now = START + IDLE_MS
    expect(await page().read()).to.equal(undefined)
    now = START
    for (const session of [asked, never]) {
      expect(await session.read()).to.equal(undefined)
      await fails('vault/locked', session.keys())
    }
  })

  it('goes by what is stored, not by what a page that was asleep has last heard', async () => {
    const session = createSession({ ...area, watch: () => {} }, () => now)
    await unlock()
    await session.read()
    now = START + IDLE_MS - 1
    await page().touch()
    now += IDLE_MS - 1
    expect((await session.read())?.key).to.equal(KEY)
    now += 1
    expect(await session.read()).to.equal(undefined)
  })

  it('locks when the clock is set back behind the last use', async () => {
    const session = page()
    await unlock()
    now = START - 5 * MINUTE_MS
    expect((await session.read())?.key).to.equal(KEY) // clocks are put right by a little all the time
    now -= 1
    expect(await session.read()).to.equal(undefined)
    now = START
    expect(await session.read()).to.equal(undefined)
  })

  it('locks when the clock is set forward', async () => {
    await unlock()
    now = START + DAY_MS
    expect(await page().read()).to.equal(undefined)
  })

  it('that is touched begins its time anew', async () => {
    const session = page()
    await unlock()
    for (let minute = 1; minute <= 60; minute++) {
      now += MINUTE_MS
      await session.touch()
    }
    expect((await session.read())?.usedAtMs).to.equal(START + HOUR_MS)
    now += IDLE_MS
    await session.touch() // too late
    expect(await session.read()).to.equal(undefined)
  })

  it('that has other terms keeps to them from now on', async () => {
    const session = page()
    await unlock()
    now += MINUTE_MS
    await session.changeTerms({ idleMs: 2 * MINUTE_MS, offlineMs: HOUR_MS })
    now += MINUTE_MS - 1 // nobody has used it: that is counted from before
    expect(await session.read()).to.include({ key: KEY, offlineMs: HOUR_MS, usedAtMs: START })
    await session.touch()
    expect(await session.read()).to.include({ key: KEY, offlineMs: HOUR_MS, usedAtMs: now })
    now += 2 * MINUTE_MS
    expect(await session.read()).to.equal(undefined)
    await session.changeTerms({ idleMs: HOUR_MS })
    expect(await session.read()).to.equal(undefined)
  })

  it('that is touched late, after another page has locked, stays locked', async () => {
    const { promise: asleep, resolve: wake } = Promise.withResolvers<void>()
    const slow: SessionArea = {
      ...area,
      read: async () => {
        const held = await area.read()
        await asleep
        return held
      },
      touch: async (use) => {
        await page().lock() // and once more at the last moment
        await area.touch(use)
      },
    }
    await unlock()
    const late = createSession(slow, () => now)
    const touching = [late.touch(), late.changeTerms({ idleMs: DAY_MS })]
    await page().lock()
    await unlock()
    wake()
    await Promise.all(touching)
    expect(await area.read()).to.equal(undefined)
    expect(await page().read()).to.equal(undefined)
  })

  it('that is locked while somebody unlocks it stays locked', async () => {
    const session = page()
    const since = await session.lastLocked()
    await page().lock()
    await fails('vault/locked', session.unlock({ key: KEY, keeps: 'disk', idleMs: IDLE_MS }, since))
    expect(await area.read()).to.equal(undefined)
    await session.unlock({ key: KEY, keeps: 'disk', idleMs: IDLE_MS }, await session.lastLocked())
    expect((await page().read())?.key).to.equal(KEY)
  })

  it('that is locked at the very moment somebody unlocks it stays locked', async () => {
    const slow: SessionArea = {
      ...area,
      write: async (unlocked) => {
        await page().lock()
        await area.write(unlocked)
      },
    }
    const session = createSession(slow, () => now)
    const since = await session.lastLocked()
    await fails('vault/locked', session.unlock({ key: KEY, keeps: 'disk', idleMs: IDLE_MS }, since))
    expect(await area.read()).to.equal(undefined)
  })

  it('that is over is locked before somebody unlocks it', async () => {
    const session = page()
    await unlock()
    now += IDLE_MS
    const since = await session.lastLocked()
    expect(await session.read()).to.equal(undefined) // as somebody who asks for the rules does
    await session.unlock({ key: KEY, keeps: 'disk', idleMs: IDLE_MS }, since)
    expect((await page().read())?.usedAtMs).to.equal(now)
  })

  it('that is read while it is being unlocked or locked is what it has become', async () => {
    // A browser tells of a change a little after it has made it.
    const changes = new EventTarget()
    const late: SessionArea = {
      ...area,
      write: async (unlocked) => {
        await Promise.resolve()
        await area.write(unlocked)
      },
      clear: async () => {
        await Promise.resolve()
        await area.clear()
      },
      watch: (listener) => changes.addEventListener('change', async () => listener(await area.read())),
    }
    const session = createSession(late, () => now)
    const [, before] = await Promise.all([session.unlock({ key: KEY, keeps: 'disk', idleMs: IDLE_MS }), session.read()])
    expect(before).to.equal(undefined)
    expect((await session.read())?.key).to.equal(KEY)
    await Promise.all([session.lock(), session.read()])
    expect(await session.read()).to.equal(undefined)
  })

  it('tells every page when it is unlocked and when it is locked', async () => {
    const seen: (string | undefined)[] = []
    const stop = new AbortController()
    page().watch((held) => seen.push(held?.key), stop.signal)
    await unlock()
    await page().lock()
    stop.abort()
    await unlock()
    expect(seen).to.deep.equal([KEY, undefined])
  })

  it('gives its key in a form that nobody can read back', async () => {
    await unlock()
    const { data, naming } = await page().keys()
    expect([data.extractable, naming.extractable]).to.deep.equal([false, false])
    expect(JSON.stringify([data, naming])).to.equal('[{},{}]')
  })

  it('gives another key once it has been unlocked with another', async () => {
    const session = page()
    await unlock()
    const first = await session.keys()
    expect(await session.keys()).to.equal(first)
    await page().unlock({ key: toBase64(randomBytes(32)), keeps: 'disk', idleMs: IDLE_MS })
    expect((await session.keys()).data).not.to.equal(first.data)
  })
})

describe('a vault that is held for long work', () => {
  let place: Place
  let vault: Vault

  beforeEach(async () => {
    place = PLACES['on disk']()
    vault = await place.open(await unlockedSession())
  })
  afterEach(() => place.remove())

  it('goes on while it is open', async () => {
    const held = await holdVault(vault)
    await write(held, ONE)
    await vault.session.touch()
    expect((await openCover(held, ONE)).child).to.equal(ONE)
  })

  it('is locked once it has been locked, though somebody has opened it again with the same key', async () => {
    const { key = '' } = (await vault.session.read()) ?? {}
    const held = await holdVault(vault)
    await write(held, ONE)
    await vault.session.lock()
    await vault.session.unlock({ key, keeps: 'disk', idleMs: IDLE_MS })
    await fails('vault/locked', openCover(held, ONE))
    await fails('vault/locked', write(held, ONE))
    expect((await openCover(vault, ONE)).child).to.equal(ONE)
  })

  it('is locked once it has been opened with another key', async () => {
    const held = await holdVault(vault)
    await unlockAnew(vault.session)
    await fails('vault/locked', dataKey(held))
  })

  it('cannot be held while it is locked', async () => {
    await vault.session.lock()
    await fails('vault/locked', holdVault(vault))
  })
})

describe('where nothing is kept on this computer', () => {
  let place: Place
  let vault: Vault

  beforeEach(async () => {
    place = PLACES['on disk']()
    const area = createMemoryArea()
    vault = await place.open(
      createSession(createOwnArea(area), () => START),
      area,
    )
  })
  afterEach(() => place.remove())

  it('rows are in memory alone, and are gone with the lock', async () => {
    await openKeepingNothing(vault, { idleMs: IDLE_MS })
    expect(await isSetUp(vault)).to.equal(true)
    await write(vault, ONE)
    expect(await vault.database.count('covers')).to.equal(1)
    const { key = '' } = (await vault.session.read()) ?? {}
    await vault.session.lock()
    expect(await isSetUp(vault)).to.equal(false)
    expect(await vault.database.count('covers')).to.equal(0) // this is the disk
    await vault.session.unlock({ key, keeps: 'memory', idleMs: IDLE_MS })
    expect(await vault.database.count('covers')).to.equal(0)
    expect(await readEntries(vault)).to.deep.equal([])
  })

  it('what lies on disk from before is left as it is', async () => {
    await unlockAnew(vault.session)
    await write(vault, ONE)
    const { key = '' } = (await vault.session.read()) ?? {}
    await openKeepingNothing(vault, { idleMs: IDLE_MS })
    expect(await readEntries(vault)).to.deep.equal([])
    await vault.session.unlock({ key, keeps: 'disk', idleMs: IDLE_MS })
    expect((await readEntries(vault)).map(({ child }) => child)).to.deep.equal([ONE])
  })

  it('erasing leaves nothing in either place', async () => {
    await unlockAnew(vault.session)
    await write(vault, ONE)
    await vault.session.lock()
    await eraseVault(vault)
    expect(await vault.database.count('covers')).to.equal(0)
  })
})
