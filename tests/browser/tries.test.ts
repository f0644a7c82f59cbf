import { expect } from 'chai'
import type { App } from '../../src/app/app.ts'
import { changeSettings } from '../../src/app/change-settings.ts'
import { type Unlocking, unlockWithPassphrase, waitUntil } from '../../src/app/unlock.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import { toBase64 } from '../../src/vault/bytes.ts'
import { openCover } from '../../src/vault/children.ts'
import { createDataKey } from '../../src/vault/keys.ts'
import { STORE_NAMES } from '../../src/vault/stores.ts'
import { isUnlocked, type Vault } from '../../src/vault/vault.ts'
import { lockedSession, PLACES, type Place, put } from './places.ts'
import { ONE, write } from './wilhelmina.ts'
import { wrapByHand } from './wrap-by-hand.ts'

const START = Date.parse('2026-11-21T10:00:00Z')
const SECOND_MS = 1000
const RIGHT = 'acorn banjo cobalt dune'
/** Half a minute, and twice as long each time, to a quarter of an hour. */
const WAITS_MS = [30, 60, 120, 240, 480, 900, 900, 900].map((seconds) => seconds * SECOND_MS)

describe('four words that are wrong', () => {
  let now: number
  let place: Place
  let managed: object | undefined
  let app: App

  /** Another page, or another day: the vault opened anew. */
  const openPage = async (): Promise<App> => {
    const vault = await place.open(lockedSession(() => now))
    return { vault, fetch, now: () => now, readManaged: async () => managed }
  }
  const tryWrong = (on: App = app) => unlockWithPassphrase(on, 'not these four words')
  const tryRight = (on: App = app) => unlockWithPassphrase(on, RIGHT)
  const tries = async () => app.vault.database.get('tries', 'passphrase')

  beforeEach(async () => {
    now = START
    managed = undefined
    place = PLACES['on disk']()
    app = await openPage()
    await setUp(app.vault)
  })
  afterEach(() => place.remove())

  it('may be tried five times, then after half a minute, then after twice as long, to a quarter of an hour', async () => {
    const outcomes: Unlocking[] = []
    for (let time = 1; time <= 5; time++) outcomes.push(await tryWrong())
    expect(outcomes).to.deep.equal([
      { kind: 'wrong', triesLeft: 4 },
      { kind: 'wrong', triesLeft: 3 },
      { kind: 'wrong', triesLeft: 2 },
      { kind: 'wrong', triesLeft: 1 },
      { kind: 'wait', untilMs: START + 30 * SECOND_MS },
    ])
    for (const [time, waitMs] of WAITS_MS.entries()) {
      expect(await waitUntil(app)).to.equal(now + waitMs)
      now += waitMs - 1
      expect(await tryRight(), 'a millisecond early').to.deep.equal({ kind: 'wait', untilMs: now + 1 })
      now += 1
      expect(await waitUntil(app)).to.equal(undefined)
      const next = WAITS_MS[time + 1] ?? 900 * SECOND_MS
      expect(await tryWrong()).to.deep.equal({ kind: 'wait', untilMs: now + next })
    }
    expect((await openCover(await rightInTime(), ONE)).child).to.equal(ONE) // and nothing was removed
  })

  it('are counted on in a page that is opened later', async () => {
    for (let time = 1; time <= 3; time++) await tryWrong()
    app.vault.database.close()
    app = await openPage()
    expect(await tryWrong()).to.deep.equal({ kind: 'wrong', triesLeft: 1 })
    expect((await tryWrong(await openPage())).kind).to.equal('wait')
    expect((await tryRight(await openPage())).kind).to.equal('wait')
  })

  it('may not be tried more often by many pages at once', async () => {
    const pages = await Promise.all(Array.from({ length: 6 }, openPage))
    const at = async () => (await Promise.all([...pages, ...pages].map(tryWrong))).map(({ kind }) => kind)
    const first = await at()
    expect(first.filter((kind) => kind === 'wrong')).to.have.length(4)
    expect((await tries())?.wrong).to.equal(5)
    now += 30 * SECOND_MS
    expect(await at()).to.deep.equal(Array.from({ length: 12 }, () => 'wait'))
    expect((await tries())?.wrong).to.equal(6)
  })

  it('are counted before they are tried: a browser that ends in between wins nothing', async () => {
    const { vault } = app
    const ended: Vault['session'] = {
      ...vault.session,
      unlock: () => Promise.reject(new Error('the browser has ended')),
    }
    await tryRight({ ...app, vault: { ...vault, session: ended } }).catch(() => {})
    expect((await tries())?.wrong).to.equal(1)
  })

  it('are forgotten once the right ones are given', async () => {
    for (let time = 1; time <= 4; time++) await tryWrong()
    expect(await tryRight()).to.deep.equal({ kind: 'open' })
    expect(await tries()).to.equal(undefined)
    await app.vault.session.lock()
    expect(await tryWrong()).to.deep.equal({ kind: 'wrong', triesLeft: 4 })
  })

  it('never remove anything, however often', async () => {
    for (let time = 1; time <= 30; time++) {
      await tryWrong()
      now += 15 * MINUTE_MS
    }
    expect((await tries())?.wrong).to.equal(30)
    expect((await openCover(await rightInTime(), ONE)).child).to.equal(ONE)
  })

  it('remove everything at the tenth, where the organisation has set so, and say it', async () => {
    managed = { eraseAfterWrongTries: 10 }
    for (let time = 1; time <= 9; time++) {
      await tryWrong()
      expect(await app.vault.database.count('covers')).to.equal(1)
      now += 15 * MINUTE_MS
    }
    expect(await tryWrong()).to.deep.equal({ kind: 'erased' })
    for (const name of STORE_NAMES) expect(await app.vault.database.count(name), name).to.equal(0)
    expect(await isUnlocked(app.vault)).to.equal(false)
  })

  it('make nobody wait for more than a quarter of an hour, though the clock is set back by a year', async () => {
    for (let time = 1; time <= 5; time++) await tryWrong()
    now -= 365 * DAY_MS
    expect(await waitUntil(app)).to.equal(now + 30 * SECOND_MS) // it begins again, and is no longer than it was
    now += 30 * SECOND_MS - 1
    expect((await tryRight()).kind).to.equal('wait')
    now += 1
    expect((await tryRight()).kind).to.equal('open')
  })

  it('make nobody wait for more than a quarter of an hour, though they were tried by a clock far ahead', async () => {
    now += 3650 * DAY_MS
    for (let time = 1; time <= 10; time++) {
      await tryWrong()
      now += 15 * MINUTE_MS
    }
    await tryWrong()
    now = START
    expect((await tryRight()).kind).to.equal('wait')
    now += 15 * MINUTE_MS
    expect((await tryRight()).kind).to.equal('open')
  })

  it('and a setting of one’s own that is stricter holds again once the right ones are given', async () => {
    await tryRight()
    await changeSettings(app, { idleLockMinutes: 2 })
    await app.vault.session.lock()
    await tryRight()
    expect((await app.vault.session.read())?.idleMs).to.equal(2 * MINUTE_MS)
    now += 2 * MINUTE_MS
    expect(await isUnlocked(app.vault)).to.equal(false)
  })

  /** When the wait is over. */
  const rightInTime = async (): Promise<Vault> => {
    now += 15 * MINUTE_MS
    expect(await tryRight()).to.deep.equal({ kind: 'open' })
    return app.vault
  }
})

/** A child in a vault that is wrapped by few rounds, so that many tries take no time. */
async function setUp(vault: Vault): Promise<void> {
  const raw = createDataKey()
  await put(vault, 'keyring', { id: 'wrap', ...(await wrapByHand(raw, RIGHT, 10)) })
  await vault.session.unlock({ key: toBase64(raw), keeps: 'disk', idleMs: HOUR_MS })
  await write(vault, ONE)
  await vault.session.lock()
}
