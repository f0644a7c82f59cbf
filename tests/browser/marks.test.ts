import { expect } from 'chai'
import { randomId } from '../../src/vault/bytes.ts'
import { eraseChild } from '../../src/vault/children.ts'
import { changeMarks, readAllMarks, readMarks } from '../../src/vault/marks.ts'
import { replaceSources } from '../../src/vault/sources.ts'
import type { Vault } from '../../src/vault/vault.ts'
import { fails } from './fails.ts'
import { flip, PLACES, type Place, put, rowOf, unlockAnew, unlockedSession } from './places.ts'
import { ONE, sourceOf, TWO, write } from './wilhelmina.ts'

const CARD = 'year-6-to-7/quiet-visits'
const NONE = { ticks: {}, yearsApart: 0 }

for (const [where, createPlace] of Object.entries(PLACES)) {
  describe(`what is marked of a child ${where}`, () => {
    let place: Place
    let vault: Vault
    const tick = (child: string, since: string, card = CARD) =>
      changeMarks(vault, child, (marks) => ({ ...marks, ticks: { ...marks.ticks, [card]: { since } } }))

    beforeEach(async () => {
      place = createPlace()
      vault = await place.open(await unlockedSession())
      await write(vault, ONE)
      await write(vault, TWO)
    })
    afterEach(() => place.remove())

    it('is nothing until somebody marks something', async () => {
      expect(await readMarks(vault, ONE)).to.deep.equal(NONE)
      expect((await readAllMarks(vault)).size).to.equal(0)
    })

    it('is kept sealed, for each child apart', async () => {
      await tick(ONE, '2026-11-21')
      expect(await readMarks(vault, ONE)).to.deep.equal({ ticks: { [CARD]: { since: '2026-11-21' } }, yearsApart: 0 })
      expect(await readMarks(vault, TWO)).to.deep.equal(NONE)
      expect(Object.keys(await rowOf(vault, 'marks', ONE)).sort()).to.deep.equal(['bytes', 'child', 'iv'])
    })

    it('stays when the record is written anew, and goes with the child', async () => {
      await tick(ONE, '2026-11-21')
      await write(vault, ONE)
      expect((await readMarks(vault, ONE)).ticks).to.have.property(CARD)
      await eraseChild(vault, ONE)
      expect(await vault.database.count('marks')).to.equal(0)
    })

    it('goes when another source takes the place of all', async () => {
      await tick(ONE, '2026-11-21')
      await replaceSources(vault, sourceOf(randomId()))
      expect(await vault.database.count('marks')).to.equal(0)
    })

    it('keeps what two pages mark at once', async () => {
      await Promise.all([
        tick(ONE, '2026-11-21', 'a/1'),
        tick(ONE, '2026-11-21', 'a/2'),
        tick(ONE, '2026-11-21', 'a/3'),
      ])
      expect(Object.keys((await readMarks(vault, ONE)).ticks).sort()).to.deep.equal(['a/1', 'a/2', 'a/3'])
    })

    it('is not written for a child who is no longer here', async () => {
      await eraseChild(vault, ONE)
      await fails('child/not-here', tick(ONE, '2026-11-21'))
      expect(await vault.database.count('marks')).to.equal(0)
    })

    it('counts as none when it is damaged, moved to another child or under another key, and can be marked again', async () => {
      await tick(ONE, '2026-11-21')
      const row = await rowOf(vault, 'marks', ONE)
      await put(vault, 'marks', { ...row, child: TWO })
      expect(await readMarks(vault, TWO)).to.deep.equal(NONE)
      await put(vault, 'marks', { ...row, bytes: flip(row.bytes) })
      expect(await readMarks(vault, ONE)).to.deep.equal(NONE)
      expect((await readAllMarks(vault)).size).to.equal(0)
      await tick(ONE, '2026-11-22')
      expect((await readMarks(vault, ONE)).ticks).to.deep.equal({ [CARD]: { since: '2026-11-22' } })
      await unlockAnew(vault.session)
      expect(await readMarks(vault, ONE)).to.deep.equal(NONE)
    })
  })
}
