import { expect } from 'chai'
import { DAY_MS } from '../../src/core/time.ts'
import { appendAccess, moveAnchor, readUnsent, verifyLog } from '../../src/vault/access-log.ts'
import { randomBytes, randomId, toBase64 } from '../../src/vault/bytes.ts'
import { createMemoryArea } from '../../src/vault/memory.ts'
import { createOwnArea, createSession, type Session } from '../../src/vault/session.ts'
import type { SealedLogRow } from '../../src/vault/stores.ts'
import { eraseVault, openVault, type Vault } from '../../src/vault/vault.ts'
import { access, NOW, places, putRows, rowsOf, TAMPERINGS } from '../fixtures/access-log.ts'

const opened: Vault[] = []
const names = new Set<string>()

describe('the access log', () => {
  after(async () => {
    for (const { database } of opened) database.close()
    for (const name of names) indexedDB.deleteDatabase(name)
  })

  it('is there, and whole, after the database is closed and opened again', async () => {
    const name = `log-test-${randomId()}`
    const vault = await openOne(name)
    for (const child of ['c1', 'c2', 'c3']) await appendAccess(vault, access({ child }))
    vault.database.close()
    const again = await openOne(name, vault.session)
    const { kind, entries } = await verifyLog(again)
    expect([kind, ...entries.map(({ child }) => child)]).to.deep.equal(['whole', 'c1', 'c2', 'c3'])
    await appendAccess(again, access())
    expect((await verifyLog(again)).kind).to.equal('whole')
  })

  it('noted from two pages at once loses nothing and forks nowhere', async () => {
    const name = `log-test-${randomId()}`
    const one = await openOne(name)
    const other = await openOne(name, one.session)
    await Promise.all(Array.from({ length: 24 }, (_, at) => appendAccess(at % 2 ? one : other, access())))
    const { kind, entries } = await verifyLog(one)
    expect([kind, entries.map(({ nth }) => nth)]).to.deep.equal([
      'whole',
      Array.from({ length: 24 }, (_, at) => at + 1),
    ])
  })

  it('has nothing in the clear', async () => {
    const vault = await openOne()
    await appendAccess(vault, access({ child: 'Wilhelmina' }))
    await moveAnchor(vault, 's1', { seq: 1, refused: [], nowMs: NOW })
    await appendAccess(vault, access({ child: 'Wilhelmina' }))
    const rows = await rowsOf(vault)
    expect(rows.map((row) => Object.keys(row).sort().join())).to.deep.equal([
      'bytes,iv,seq',
      'bytes,iv,seq',
      'bytes,iv,seq,tag',
    ])
    for (const { bytes } of rows) expect(new TextDecoder('latin1').decode(bytes)).not.to.match(/Wilhelmina|Patient|key/)
  })

  it('goes with everything else when all is erased', async () => {
    const vault = await openOne()
    await appendAccess(vault, access())
    await eraseVault(vault)
    expect(await vault.database.count('log')).to.equal(0)
  })

  describe('of a hundred and twenty entries, the first forty of them acknowledged', () => {
    let vault: Vault
    let rows: SealedLogRow[]

    before(async () => {
      vault = await openOne()
      for (let at = 1; at <= 120; at++) await appendAccess(vault, access({ child: `c${at % 7}` }))
      await moveAnchor(vault, 's1', { seq: 40, refused: [], nowMs: NOW })
      rows = await rowsOf(vault)
    })

    it('is whole', async () => {
      await putRows(vault, rows)
      const { kind, entries } = await verifyLog(vault)
      expect([kind, entries.length, entries.filter(({ isSent }) => isSent).length]).to.deep.equal(['whole', 120, 40])
      expect((await readUnsent(vault, 's1', 50))?.entries.map(({ nth }) => nth)).to.deep.equal(
        Array.from({ length: 50 }, (_, at) => at + 41),
      )
    })

    for (const [what, tamper] of Object.entries(TAMPERINGS)) {
      it(`is not, when ${what}`, async () => {
        const [behind, after] = [places(20261121, 2, 1, 40), places(20261122, 3, 41, 120)]
        const isOfTags = what.includes('tag') // there are none behind the anchor
        for (const [at, other] of isOfTags ? after : [...behind, ...after]) {
          await putRows(vault, tamper(rows, at, other))
          expect([at, (await verifyLog(vault)).kind]).to.deep.equal([at, 'broken'])
        }
      })
    }

    it('lets go after a year of what was acknowledged, and of nothing else', async () => {
      await putRows(vault, rows)
      await moveAnchor(vault, 's1', { seq: 60, refused: [], nowMs: NOW + 400 * DAY_MS })
      const { kind, entries } = await verifyLog(vault)
      expect([kind, entries[0]?.seq, entries.length]).to.deep.equal(['whole', 61, 60])
    })
  })
})

/** A log on the disk. Unless a session is given it is unlocked, with a random key. */
async function openOne(name = `log-test-${randomId()}`, session?: Session): Promise<Vault> {
  names.add(name)
  const own = session ?? createSession(createOwnArea(), () => NOW)
  const vault = await openVault(name, own, createMemoryArea())
  opened.push(vault)
  if (!session) await own.unlock({ key: toBase64(randomBytes(32)), keeps: 'disk', idleMs: DAY_MS })
  return vault
}
