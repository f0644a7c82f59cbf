import { expect } from 'chai'
import type { Boxed } from '../../src/record/section-content.ts'
import { changeCover, eraseChild } from '../../src/vault/children.ts'
import { createMemoryArea } from '../../src/vault/memory.ts'
import type { Vault } from '../../src/vault/vault.ts'
import { fails } from './fails.ts'
import { everything, PLACES, type Place, unlockedSession, vaultIn } from './places.ts'
import { grant, NEEDS, ONE, openBox, TWO, write } from './wilhelmina.ts'

/*
 * F3 (security.md D2): a disk that gives out in the middle. Whatever was kept before is there, whole.
 */

const CHANGES: [what: string, change: (vault: Vault) => Promise<unknown>][] = [
  ['a child written again', (vault) => write(vault, ONE, { contents: OTHER })],
  ['another child written', (vault) => write(vault, TWO)],
  ['a cover changed', (vault) => changeCover(vault, ONE, (cover) => ({ ...cover, hiddenSinceMs: 5 }))],
]

const OTHER: Boxed = { words: [{ addressAs: 'X', use: [], avoid: [] }], needs: [NEEDS], strengths: [{ strengths: [] }] }

describe('on a disk that gives out', () => {
  const real = IDBObjectStore.prototype.put
  let place: Place
  let vault: Vault
  let astray: unknown[]
  const onRejection = (event: PromiseRejectionEvent) => {
    astray.push(event.reason)
    event.preventDefault()
  }

  beforeEach(async () => {
    astray = []
    addEventListener('unhandledrejection', onRejection)
    place = PLACES['on disk']()
    vault = await place.open(await unlockedSession())
  })
  afterEach(async () => {
    IDBObjectStore.prototype.put = real
    await place.remove()
    removeEventListener('unhandledrejection', onRejection)
    expect(astray, 'errors that nobody caught').to.deep.equal([])
  })

  const failures: [how: string, code: 'vault/full' | 'vault/unavailable', fail: (store: IDBObjectStore) => unknown][] =
    [
      [
        'is full',
        'vault/full',
        () => {
          throw new DOMException('no room', 'QuotaExceededError')
        },
      ],
      ['is pulled out', 'vault/unavailable', ({ transaction }) => transaction.abort()],
    ]
  for (const [how, code, fail] of failures) {
    for (const [what, change] of CHANGES) {
      it(`that ${how} at any step, ${what} is not written at all, and what was kept is whole`, async () => {
        const before = await write(vault, ONE)
        const was = await everything(vault)
        let failed = 0
        for (let at = 1; failed === at - 1; at++) {
          let puts = 0
          IDBObjectStore.prototype.put = function (...args) {
            puts += 1
            if (puts === at) fail(this)
            return real.apply(this, args)
          }
          const error = await change(vault).then(
            () => undefined,
            (reason) => reason,
          )
          IDBObjectStore.prototype.put = real
          if (error === undefined) break // one put too far: it is written
          failed += 1
          expect(error.code).to.equal(code)
          expect(await everything(vault)).to.deep.equal(was)
          expect(await openBox(vault, before, grant(before, 'needs'))).to.deep.equal(NEEDS)
        }
        expect(failed).to.be.above(1)
        expect(await everything(vault)).not.to.deep.equal(was)
      })
    }
  }

  it('that is pulled out while a child is erased, the child is whole', async () => {
    await write(vault, ONE)
    const was = await everything(vault)
    const { delete: remove } = IDBObjectStore.prototype
    IDBObjectStore.prototype.delete = function (...args) {
      if (this.name === 'covers') this.transaction.abort()
      return remove.apply(this, args)
    }
    try {
      await fails('vault/unavailable', eraseChild(vault, ONE))
    } finally {
      IDBObjectStore.prototype.delete = remove
    }
    expect(await everything(vault)).to.deep.equal(was)
  })
})

describe('in memory that gives out', () => {
  for (const [what, change] of CHANGES) {
    it(`${what} is not written at all, and what was kept is whole`, async () => {
      const area = createMemoryArea()
      const session = await unlockedSession()
      await write(vaultIn(area, session), ONE)
      const full = { ...area, write: () => Promise.reject(new Error('QUOTA_BYTES quota exceeded')) }
      const vault = vaultIn(full, session)
      const was = await everything(vault)
      await fails('vault/full', change(vault))
      expect(await everything(vault)).to.deep.equal(was)
    })
  }

  it('a page that ends between writing and tidying leaves nothing that can be read', async () => {
    const area = createMemoryArea()
    const session = await unlockedSession()
    const ended = { ...area, remove: () => Promise.reject(new Error('the page is gone')) }
    await write(vaultIn(area, session), ONE)
    await eraseChild(vaultIn(ended, session), ONE).catch(() => {})
    const later = vaultIn(area, session)
    expect((await everything(later)).boxes).to.deep.equal([])
    expect(await later.database.count('covers')).to.equal(0)
    expect(await later.database.get('covers', ONE)).to.equal(undefined)
    expect(await later.database.getKeys('boxes', ONE)).to.deep.equal([])
  })
})
