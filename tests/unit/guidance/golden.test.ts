import { expect, test } from 'vitest'
import { showDate } from '../../../src/core/time.ts'
import { type Schooling, yearGroupOf } from '../../../src/guidance/calendar/schooling.ts'
import { calendarOf } from '../../../src/guidance/calendar/term-days.ts'
import { usualTerms } from '../../../src/guidance/calendar/terms.ts'
import { yearGroupName } from '../../../src/guidance/calendar/year-group.ts'
import { isShipped, loadPack } from '../../../src/guidance/load-pack.ts'
import type { Placed } from '../../../src/guidance/placing.ts'
import { type Suggestion, suggest } from '../../../src/guidance/suggest.ts'
import { OCCASIONS } from '../../../src/guidance/transition.ts'
import type { WhichSchool } from '../../../src/guidance/which-school.ts'
import { wholeClass } from '../../../src/guidance/whole-class.ts'
import type { NeedCode } from '../../../src/record/needs.ts'
import type { Audience } from '../../../src/record/viewer.ts'

/*
 * What is suggested for six made-up children on six days, to be read by somebody who knows schools: `tests/golden/suggestions.txt`.
 * `npm run test:unit -- golden -u` writes it anew.
 */
const packs = await Promise.all(OCCASIONS.filter(isShipped).map((occasion) => loadPack(occasion)))
const cards = packs.flatMap((pack) => pack.cards)

const USUAL = { yearsApart: 0, phases: 'primary-secondary', calendar: usualTerms } as const

type Child = { who: string; schooling: Schooling; needs: NeedCode[]; audience: Audience; school?: WhichSchool }

const CHILDREN: Child[] = [
  {
    who: 'Sam, for his class teacher: new places, noise and new adults are hard',
    schooling: { ...USUAL, bornOn: '2016-05-12' },
    needs: ['new-places', 'sensory', 'trust'],
    audience: 'class-teacher',
  },
  {
    who: 'Ada, in nursery, for her key person: goodbyes are hard',
    schooling: { ...USUAL, bornOn: '2022-11-02' },
    needs: ['separation'],
    audience: 'class-teacher',
  },
  {
    who: 'Kofi, in an infant school, for the SENCo: change and friendships are hard',
    schooling: { ...USUAL, bornOn: '2019-09-14', phases: 'infant-junior' },
    needs: ['change', 'friendships'],
    audience: 'senco',
  },
  {
    who: 'Willow, in Year 11, for the Virtual School Head: nothing is shared of her needs',
    schooling: { ...USUAL, bornOn: '2011-01-20' },
    needs: [],
    audience: 'virtual-school-head',
  },
  {
    who: 'Theo, taught a year below his age, whose council ends terms early, for his family',
    schooling: {
      ...USUAL,
      bornOn: '2015-08-20',
      yearsApart: -1,
      calendar: calendarOf({ 2026: { lastDay: '2027-07-09' }, 2027: { firstDay: '2027-08-26' } }),
    },
    needs: ['organising', 'memory'],
    audience: 'family',
  },
  {
    who: 'Mia, coming from primary school, for the SENCo of the secondary school she goes to',
    schooling: { ...USUAL, bornOn: '2016-02-03' },
    needs: ['new-places', 'trust'],
    audience: 'senco',
    school: 'receiving',
  },
]

const DAYS = ['2026-09-10', '2026-11-23', '2027-03-05', '2027-06-14', '2027-07-12', '2027-09-06']

test('six children on six days are shown what has been read and found right', async () => {
  const pages = CHILDREN.flatMap((child) => [`# ${child.who}`, ...DAYS.map((today) => dayOf(child, today))])
  await expect(`${pages.join('\n\n')}\n`).toMatchFileSnapshot('../../golden/suggestions.txt')
})

test('a teacher with no child in mind is shown what has been read and found right', async () => {
  const school = { phases: 'primary-secondary', years: { first: -1, last: 13 } } as const
  const pages = DAYS.map((today) => {
    const { thisWeek } = wholeClass(cards, today, school)
    const lines = thisWeek.map(({ who, card }) => `${who.padEnd(12)}${card.parts.wholeClass}`)
    return [`## ${showDate(today)}`, ...(lines.length > 0 ? lines : ['nothing'])].join('\n')
  })
  const lessons = wholeClass(cards, DAYS[0] ?? '', school).lessons.map(({ card }) => {
    return `${card.title} (${card.comesUpIn})\n  ${card.parts.wholeClass}\n  Say ${card.parts.say}`
  })
  const text = ['# This week, whole class', ...pages, '# Before a lesson', ...lessons].join('\n\n')
  await expect(`${text}\n`).toMatchFileSnapshot('../../golden/whole-class.txt')
})

function dayOf({ schooling, needs, audience, school = 'not-known' }: Child, today: string): string {
  const found = suggest({ cards, needs, schooling, today, audience, school })
  const year = yearGroupName(yearGroupOf(schooling, today))
  const lines = inLines<Suggestion>(found, ({ card, reason }) => `${card.title}: ${reason}`)
  return [`## ${showDate(today)}, ${year}`, ...(lines.length > 0 ? lines : ['nothing'])].join('\n')
}

function inLines<P extends Placed>(
  found: Record<'now' | 'next' | 'later', P[]>,
  words: (placed: P) => string,
): string[] {
  return (['now', 'next', 'later'] as const).flatMap((when) =>
    found[when].map((one) => `${when.padEnd(6)}${showDate(one.from)} to ${showDate(one.until)}  ${words(one)}`),
  )
}
