import { expect } from 'chai'
import { addFhirServer } from '../../src/app/add-source.ts'
import type { App } from '../../src/app/app.ts'
import { confirmChild } from '../../src/app/confirm-child.ts'
import { listChildren } from '../../src/app/list-children.ts'
import { type OpenChild, openChild } from '../../src/app/open-child.ts'
import { refresh } from '../../src/app/refresh.ts'
import type { SectionCode } from '../../src/record/sections.ts'
import { openCover } from '../../src/vault/children.ts'
import type { Row } from '../../src/vault/stores.ts'
import { BASE_URL, openBrowser, type TestBrowser, unlock } from './open-app.ts'
import { flip, put } from './places.ts'

/*
 * F5 (security.md D2), on the way a page takes: one bit is turned in each of some boxes, one after the other. What is
 * damaged is not shown and said to be; everything else is, and a refresh brings it back.
 */

const BOXES = 60

describe('boxes of which one bit has turned', () => {
  let browser: TestBrowser
  let app: App
  let sam: string
  let whole: Opened

  beforeEach(async () => {
    browser = openBrowser(Date.parse('2026-11-21T10:00:00Z'))
    app = await browser.openPage()
    await unlock(app)
    await addFhirServer(app, BASE_URL, 'practice-designated-teacher')
    await refresh(app)
    sam = (await listChildren(app)).find(({ name }) => name === 'Sam Carter')?.child ?? ''
    await confirmChild(app, await openCover(app.vault, sam))
    whole = await open()
  })
  afterEach(() => browser.close())

  type Opened = Extract<OpenChild, { kind: 'open' }>
  const open = async (): Promise<Opened> => {
    const opened = await openChild(app, sam)
    if (opened.kind !== 'open') throw new Error(opened.kind)
    return opened
  }

  it('are refused one and all, and all the others open', async () => {
    const { boxes } = await openCover(app.vault, sam)
    const kept = Object.entries(boxes).flatMap(([section, ids]) => {
      return ids.map((id) => ({ section: section as SectionCode, id }))
    })
    expect(kept).to.have.length.above(8)
    let refused = 0
    for (let time = 0; time < BOXES; time++) {
      const { section, id } = kept[time % kept.length] ?? { section: 'words', id: '' }
      const row = await app.vault.database.get('boxes', id)
      if (!row) throw new Error('no box')
      await damage(row, time)
      const opened = await open()
      expect(opened.damaged, `the ${time}th`).to.deep.equal([section])
      expect(opened.contents).not.to.have.property(section)
      const { [section]: _, ...others } = whole.contents
      expect(opened.contents).to.deep.equal(others)
      refused += 1
      await app.vault.database.write([
        { store: 'boxes', delete: nextTo(id) },
        { store: 'boxes', put: row },
      ])
      expect((await open()).damaged).to.deep.equal([])
    }
    expect(refused).to.equal(BOXES)
  })

  it('are said to be missing as often as somebody looks, and are back after a refresh that finds nothing new', async () => {
    const { boxes } = await openCover(app.vault, sam)
    for (const section of ['needs', 'words'] as const) {
      const row = await app.vault.database.get('boxes', boxes[section]?.[0] ?? '')
      if (row) await damage(row, 1)
    }
    for (let look = 1; look <= 3; look++) expect((await open()).damaged).to.have.members(['needs', 'words'])
    const [summary] = await refresh(app)
    expect(summary).to.deep.include({ refused: [], failed: undefined })
    const opened = await open() // and it need not be said again that this is the right child
    expect(opened.damaged).to.deep.equal([])
    expect(opened.contents).to.deep.equal(whole.contents)
    expect(opened.withholds).to.equal(whole.withholds)
  })

  it('that are all of a child’s leave a page that says so', async () => {
    for (const row of await app.vault.database.getAll('boxes')) {
      if (row.child === sam) await damage(row, 2)
    }
    const opened = await open()
    expect(opened.contents).to.deep.equal({})
    expect(opened.damaged).to.have.members(Object.keys(whole.contents))
    await refresh(app)
    expect((await open()).contents).to.deep.equal(whole.contents)
  })

  /** One bit of the nonce, of what is sealed, or of the name it lies under. */
  const damage = async (row: Row<'boxes'>, time: number) => {
    const bit = time * 7919
    if (time % 3 === 0) await put(app.vault, 'boxes', { ...row, iv: flip(row.iv, bit % (row.iv.length * 8)) })
    else if (time % 3 === 1)
      await put(app.vault, 'boxes', { ...row, bytes: flip(row.bytes, bit % (row.bytes.length * 8)) })
    else {
      await app.vault.database.write([
        { store: 'boxes', delete: row.id },
        { store: 'boxes', put: { ...row, id: nextTo(row.id) } },
      ])
    }
  }
})

function nextTo(id: string): string {
  return `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`
}
