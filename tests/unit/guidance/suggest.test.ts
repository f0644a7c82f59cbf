import { describe, expect, it, test } from 'vitest'
import type { Schooling } from '../../../src/guidance/calendar/schooling.ts'
import { usualTerms } from '../../../src/guidance/calendar/terms.ts'
import type { Card } from '../../../src/guidance/card.ts'
import { loadPack } from '../../../src/guidance/load-pack.ts'
import { type Question, suggest } from '../../../src/guidance/suggest.ts'
import { timetable } from '../../../src/guidance/timetable.ts'

const { cards } = await loadPack('year-6-to-7')

/** Born 12 May 2016, so in Year 6 from September 2026. Made up. */
const SAM = { bornOn: '2016-05-12', needs: ['new-places', 'sensory', 'trust'] } as const
const SCHOOLING: Schooling = {
  bornOn: SAM.bornOn,
  yearsApart: 0,
  phases: 'primary-secondary',
  calendar: usualTerms,
}

function suggestFor(today: string, question: Partial<Question> = {}) {
  const base: Question = {
    cards,
    needs: SAM.needs,
    schooling: SCHOOLING,
    today,
    audience: 'class-teacher',
    school: 'not-known',
  }
  return suggest({ ...base, ...question })
}

function titles(placed: readonly { card: Card }[]): string[] {
  return placed.map(({ card }) => card.id.replace('year-6-to-7/', ''))
}

function shown(today: string, question: Partial<Question> = {}) {
  const { now, next, later } = suggestFor(today, question)
  return { now: titles(now), next: titles(next), later: titles(later) }
}

describe('a child in Year 6 who finds new places, noise and new adults hard', () => {
  test.each([
    {
      today: '2026-09-10',
      now: [],
      next: ['new-school-at-the-table', 'ask-what-they-picture', 'one-adult-throughout', 'one-page-of-dates'],
      later: ['hand-over-what-works', 'quiet-visits', 'good-goodbye', 'photo-walk'],
    },
    {
      today: '2026-11-21',
      now: ['ask-what-they-picture', 'new-school-at-the-table', 'one-adult-throughout', 'one-page-of-dates'],
      next: [],
      later: ['hand-over-what-works', 'quiet-visits', 'good-goodbye', 'photo-walk'],
    },
    {
      today: '2027-02-16', // the autumn is over, and offer day is near
      now: [],
      next: ['hand-over-what-works'],
      later: ['quiet-visits', 'good-goodbye', 'photo-walk'],
    },
    {
      today: '2027-07-12', // the last day of one card is the first of another
      now: ['quiet-visits', 'photo-walk', 'good-goodbye'],
      next: [],
      later: [],
    },
    { today: '2027-08-10', now: [], next: [], later: [] },
    {
      today: '2027-09-02', // Year 7: the new school's cards take over
      now: ['first-morning'],
      next: ['same-time-check-in', 'six-week-review'],
      later: [],
    },
    { today: '2027-10-15', now: ['six-week-review'], next: [], later: [] },
    { today: '2027-11-21', now: [], next: [], later: [] },
  ])('sees the right cards on $today', ({ today, now, next, later }) => {
    const seen = shown(today)
    expect({ ...seen, now: [...seen.now].sort() }).toEqual({ now: [...now].sort(), next, later })
  })

  it('sees first what meets most of their needs, then what ends soonest', () => {
    expect(shown('2026-11-21').now).toEqual([
      'new-school-at-the-table',
      'ask-what-they-picture',
      'one-adult-throughout',
      'one-page-of-dates',
    ])
    expect(shown('2027-07-12').now).toEqual(['quiet-visits', 'photo-walk', 'good-goodbye'])
  })

  test.each([
    ['2026-11-21', 'one-page-of-dates', 'because Year 6'],
    ['2026-11-21', 'one-adult-throughout', 'because Year 6, and the summary says trusting new adults takes time'],
    [
      '2027-07-01',
      'quiet-visits',
      'because Year 6, and the summary says new places are hard, and loud or busy rooms are hard',
    ],
    [
      '2027-09-02',
      'first-morning',
      'because Year 7, and the summary says trusting new adults takes time, and new places are hard',
    ],
  ])('is told on %s why %s is there', (today, id, reason) => {
    const suggestion = suggestFor(today).now.find(({ card }) => card.id.endsWith(id))
    expect(suggestion?.reason).toBe(reason)
  })

  it('sees from when and until when', () => {
    expect(suggestFor('2027-06-15').now[0]).toMatchObject({ from: '2027-05-31', until: '2027-07-12' })
  })
})

describe('who sees what', () => {
  it('shows only universal cards when no need has been named', () => {
    const { now, next, later } = suggestFor('2026-11-21', { needs: [] })
    expect([...now, ...next, ...later].map(({ card }) => card.tier)).toEqual(
      expect.not.arrayContaining(['targeted', 'specialist']),
    )
    expect(titles(now)).toEqual(['one-page-of-dates'])
  })

  test.each(['designated-teacher', 'senco'] as const)('shows the %s what the class teacher sees', (audience) => {
    expect(shown('2026-11-21', { audience })).toEqual(shown('2026-11-21'))
  })

  it('shows the Virtual School Head both schools', () => {
    expect(shown('2027-03-15', { audience: 'virtual-school-head' }).now).toEqual([
      'ask-three-things',
      'hand-over-what-works',
    ])
  })

  it('shows the school where a child goes its own cards before the child is there, and the school before its own', () => {
    expect(shown('2027-03-15', { school: 'receiving' }).now).toEqual(['ask-three-things'])
    expect(shown('2027-03-15', { school: 'current' }).now).toEqual(['hand-over-what-works'])
    expect(shown('2027-09-06', { school: 'receiving' }).now).toContain('first-morning')
    expect(shown('2027-09-06', { school: 'current' })).toEqual({ now: [], next: [], later: [] })
  })

  it('shows a family what they can do at home', () => {
    expect(shown('2027-03-01', { audience: 'family' })).toEqual({
      now: ['when-the-offer-comes'],
      next: [],
      later: ['summer-practice-run'],
    })
  })

  test.each(['gp', 'commissioner', 'young-person'] as const)(
    'shows a %s nothing: these cards are not theirs',
    (audience) => {
      expect(shown('2026-11-21', { audience })).toEqual({ now: [], next: [], later: [] })
    },
  )

  test.each([0, 4, 8, 11])('shows nothing of this move to a child in year %i', (year) => {
    const schooling = { ...SCHOOLING, bornOn: `${2022 - year}-05-12` }
    expect(shown('2026-11-21', { schooling })).toEqual({ now: [], next: [], later: [] })
  })

  it('follows the school’s own terms', () => {
    const calendar = (year: number) => ({ ...usualTerms(year), octoberHalfTerm: `${year}-11-16` })
    expect(shown('2026-11-21', { schooling: { ...SCHOOLING, calendar } }).now).toEqual([
      'new-school-at-the-table',
      'ask-what-they-picture',
    ])
  })
})

describe('with no child in mind', () => {
  it('shows every card once, at the next time it is for', () => {
    for (const today of ['2026-09-01', '2026-11-21', '2027-03-01', '2027-08-31']) {
      const { now, next, later } = timetable(cards, today)
      const placed = [...now, ...next, ...later]
      expect(titles(placed).sort()).toEqual(cards.map(({ id }) => id.replace('year-6-to-7/', '')).sort())
      expect(placed.filter(({ until }) => until < today)).toEqual([])
    }
  })

  it('serves this year’s Year 7 and this year’s Year 6 together', () => {
    const { now, next } = timetable(cards, '2026-10-12')
    expect(titles(now)).toEqual(['same-time-check-in', 'new-school-at-the-table', 'six-week-review'])
    expect(titles(next)).toContain('ask-what-they-picture')
  })
})
