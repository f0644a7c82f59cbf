import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it, test } from 'vitest'
import type { Card } from '../../../src/guidance/card.ts'
import { displayedWords } from '../../../src/guidance/compile/compile-card.ts'
import { compilePack } from '../../../src/guidance/compile/compile-pack.ts'
import { loadPack } from '../../../src/guidance/load-pack.ts'
import { timetable } from '../../../src/guidance/timetable.ts'
import { wholeClass } from '../../../src/guidance/whole-class.ts'
import { evidenceWords, reviewWords, SETTING_WORDS, TIER_WORDS } from '../../../src/guidance/words.ts'
import { STATUS_WORDS } from '../../../src/record/status-words.ts'

const pack = await loadPack('year-6-to-7')
const TODAY = '2026-11-21'

describe('the Year 6 to 7 pack', () => {
  it('is what the Markdown says today', async () => {
    const folder = new URL('../../../src/guidance/packs/year-6-to-7/', import.meta.url)
    const read = async (name: string) => ({
      file: `year-6-to-7/${name}`,
      text: await readFile(new URL(name, folder), 'utf8'),
    })
    const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort()
    const files = await Promise.all(names.map(read))
    expect(compilePack('year-6-to-7', await read('pack.yaml'), files, TODAY)).toEqual({ kind: 'compiled', value: pack })
  })

  it('says who owns it, which version it is and when it must be read again', () => {
    expect(pack).toMatchObject({
      owner: expect.stringMatching(/./),
      version: expect.stringMatching(/^\d/),
      reviewBy: '2027-09-01',
    })
  })

  it('has something for everyone to do in every term', () => {
    const forSetting = (setting: Card['for']) => pack.cards.filter((card) => card.for === setting).length
    expect(forSetting('current-setting')).toBeGreaterThanOrEqual(6)
    expect(forSetting('receiving-setting')).toBeGreaterThanOrEqual(3)
    expect(forSetting('family')).toBeGreaterThanOrEqual(1)
    for (const term of ['2026-11-21', '2027-03-15', '2027-07-12', '2027-09-10', '2027-10-12']) {
      expect(timetable(pack.cards, term).now, term).not.toEqual([])
    }
  })

  test.each(pack.cards)('$id can be read over a shoulder', (card) => {
    expect(displayedWords(card)).not.toMatch(STATUS_WORDS)
    expect([TIER_WORDS[card.tier], SETTING_WORDS[card.for], reviewWords(card.review, 'school')].join()).not.toMatch(
      STATUS_WORDS,
    )
  })

  test.each(pack.cards)('$id claims no more than it has', (card) => {
    expect(evidenceWords(card.evidence)).toBe('Practice consensus: not formally rated')
    expect(reviewWords(card.review, 'family')).toBe('Draft: not yet reviewed by practitioners or adopted people')
  })
})

describe('words for evidence and review', () => {
  it('give a rating with its scheme and date', () => {
    const link = 'https://guidebook.example/p'
    const evidence = { scheme: 'foundations-guidebook', rating: '3+', on: '2024-10-01', link } as const
    expect(evidenceWords(evidence)).toBe('Foundations Guidebook: 3+, assessed 1 October 2024')
  })

  it('name who reviewed a card, and when', () => {
    const review = { role: 'SENCo', organisation: 'Hillside Academy', on: '2027-01-12' }
    expect(reviewWords(review, 'school')).toBe('Reviewed by SENCo, Hillside Academy, 12 January 2027')
  })
})

describe('whole class', () => {
  it('gives lines for today, soonest to end first, that name a year and no child', () => {
    expect(wholeClass(pack, TODAY)).toEqual([
      { who: 'Year 6', text: expect.stringContaining('end-of-term note') },
      { who: 'Year 6', text: expect.stringContaining('question box') },
      { who: 'Year 6', text: expect.stringContaining('page with everyone') },
      { who: 'Year 6', text: expect.stringContaining('two adults') },
    ])
  })

  it('speaks to Year 7 in the autumn, and says nothing in August', () => {
    expect(wholeClass(pack, '2026-09-10').map(({ who }) => who)).toEqual(['Year 7'])
    expect(wholeClass(pack, '2026-08-22')).toEqual([])
  })
})
