import { describe, expect, it, test } from 'vitest'
import type { School } from '../../../src/guidance/calendar/school.ts'
import { isShipped, loadPack } from '../../../src/guidance/load-pack.ts'
import { OCCASIONS } from '../../../src/guidance/transition.ts'
import { wholeClass } from '../../../src/guidance/whole-class.ts'

const packs = await Promise.all(OCCASIONS.filter(isShipped).map((occasion) => loadPack(occasion)))
const cards = packs.flatMap((pack) => pack.cards)
const ANY = { phases: 'primary-secondary', years: { first: -1, last: 13 } } as const

function thisWeek(today: string, years: School['years'] = ANY.years): string[] {
  return wholeClass(cards, today, { ...ANY, years }).thisWeek.map(({ who, card }) => `${who}: ${card.id}`)
}

describe('this week, whole class', () => {
  test.each([
    ['2027-03-01', 'Every class: school-year/mothering-sunday'],
    ['2027-06-07', 'Every class: school-year/fathers-day'],
    ['2026-12-16', 'Every class: school-year/week-before-christmas'],
    ['2027-07-19', 'Every class: school-year/last-week-of-summer'],
  ])('on %s has %s ahead', (today, line) => {
    expect(thisWeek(today)).toContain(line)
  })

  it('has what is over soonest first', () => {
    const { thisWeek: lines } = wholeClass(cards, '2026-11-21', { ...ANY, years: { first: 6, last: 6 } })
    expect(lines.map(({ card }) => card.id)).toEqual([
      'year-6-to-7/new-school-at-the-table',
      'year-6-to-7/ask-what-they-picture',
      'year-6-to-7/one-page-of-dates',
      'year-6-to-7/one-adult-throughout',
    ])
  })

  it('leaves out what is for years that are not taught here', () => {
    expect(thisWeek('2026-11-21', { first: 7, last: 11 }).join()).not.toMatch(/Year 6|Nursery|Reception/)
    expect(thisWeek('2026-11-21', { first: 0, last: 6 }).join()).toContain('Year 6')
  })

  it('leaves out a move that nobody makes where the school is', () => {
    const of = (phases: School['phases']) =>
      wholeClass(cards, '2027-07-12', { ...ANY, phases }).thisWeek.map(({ card }) => card.transition)
    expect(of('primary-secondary')).toContain('year-6-to-7')
    expect(of('primary-secondary')).not.toContain('infant-to-junior')
    expect(of('infant-junior')).toContain('infant-to-junior')
    expect(of('all-through')).not.toContain('year-6-to-7')
  })

  it('has nothing for a school in the middle of August', () => {
    expect(thisWeek('2026-08-12', { first: 1, last: 6 })).toEqual([])
  })

  it('says what is ahead for every class, and from when', () => {
    const ahead = (today: string) => wholeClass(cards, today, ANY).ahead
    expect(ahead('2027-01-20')).toMatchObject({ card: { id: 'school-year/mothering-sunday' }, from: '2027-02-14' })
    expect(ahead('2026-11-21')?.card.id).toBe('school-year/week-before-christmas')
  })

  it('leaves to a new school what it does before anybody has arrived', () => {
    expect(thisWeek('2027-03-15').join()).not.toContain('ask-three-things')
    expect(thisWeek('2027-07-12').join()).not.toContain('two-summer-messages')
    expect(thisWeek('2027-09-06').join()).toContain('first-morning')
  })

  it('never has anything for families', () => {
    for (const day of ['2026-09-03', '2026-11-21', '2027-03-01', '2027-07-12', '2027-08-20']) {
      const { thisWeek: lines, lessons } = wholeClass(cards, day, ANY)
      expect([...lines, ...lessons].filter(({ card }) => card.for === 'family')).toEqual([])
    }
  })
})

describe('before a lesson', () => {
  it('has what may come up on any day of the year, by its title', () => {
    const titles = (day: string) => wholeClass(cards, day, ANY).lessons.map(({ card }) => card.title)
    expect(titles('2026-08-12')).toEqual(titles('2027-03-01'))
    expect(titles('2026-11-21')).toEqual([...titles('2026-11-21')].sort())
    expect(titles('2026-11-21').join(' ')).toMatch(/Family trees.*[Ii]nherited|[Gg]enetics/)
  })

  it('says where each comes up', () => {
    const { lessons } = wholeClass(cards, '2026-11-21', ANY)
    expect(lessons.length).toBeGreaterThanOrEqual(6)
    for (const { card } of lessons) expect(card.comesUpIn).toMatch(/\w/)
  })
})
