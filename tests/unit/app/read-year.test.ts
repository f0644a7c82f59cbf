import { describe, expect, it, test } from 'vitest'
import { addFhirServer } from '../../../src/app/add-source.ts'
import { confirmChild } from '../../../src/app/confirm-child.ts'
import { listChildren } from '../../../src/app/list-children.ts'
import { lookAtCard, tickCard } from '../../../src/app/mark-guidance.ts'
import { openChild } from '../../../src/app/open-child.ts'
import { type MarkKind, readYear, type Year } from '../../../src/app/read-year.ts'
import { refresh } from '../../../src/app/refresh.ts'
import { changeSchool } from '../../../src/app/school.ts'
import { DAY_MS, FIRST_MS, HOUR_MS, LAST_MS, startOfDayMs } from '../../../src/core/time.ts'
import type { SchoolTerms } from '../../../src/guidance/calendar/term-days.ts'
import { usualTerms } from '../../../src/guidance/calendar/terms.ts'
import { loadPack } from '../../../src/guidance/load-pack.ts'
import { FAMILIES, SIGN_INS } from '../../../src/practice/families/index.ts'
import type { SectionCode } from '../../../src/record/sections.ts'
import { openCover } from '../../../src/vault/children.ts'
import { type Laptop, openLaptop } from '../../faults/laptop.ts'
import { commitment } from '../../fixtures/commitment.ts'
import { BASE_URL } from '../../fixtures/fhir-server.ts'

const START = startOfDayMs('2026-11-21') + 10 * HOUR_MS
const TEACHER = 'practice-class-teacher'
const SCHOOL = 'practice-designated-teacher'
const HEAD = 'practice-virtual-school-head'

describe('of the record', () => {
  test('those who were granted the plan see its review and what is due, beside the moves and the end of sharing', async () => {
    const { year } = await yearOf(HEAD, 'sam')
    expect(lines(year)).toEqual([
      'today 2026-11-21 Today',
      'commitment 2026-11-21 Agree how Pupil Premium Plus is used, Ms Hart (has left), was due 13 Nov: late',
      'commitment 2026-11-24 “Which evidence does the admissions form need?”',
      'commitment 2026-11-30 Refer to community paediatrics, Dr Shah',
      'commitment 2027-01-29 Six sessions on managing big moments, for the family, Ms Price',
      'commitment 2027-02-05 Brief Year 7 tutors before February half-term',
      'change 2027-02-15 Last day for an EHC plan to name the next place',
      'change 2027-03-01 Offer day: families hear which school',
      'review 2027-03-12 Review of the plan',
      'change 2027-07-12 to 2027-07-16 Transition week',
      'change 2027-07-21 Last day of the summer term',
      'agreement 2027-09-01 Sharing ends',
      'change 2027-09-02 First day at the new school',
      'change 2027-10-07 October census',
      'review 2027-10-11 Review of the move, in weeks 6 to 8',
    ])
  })

  test('those who were not see neither', async () => {
    const { year } = await yearOf(TEACHER, 'sam')
    expect(kinds(year)).not.toContain('commitment')
    expect(lines(year).join()).not.toMatch(/Review of the plan|census/)
    expect(lines(year)).toContain('agreement 2027-07-20 Sharing ends')
  })

  test.each(SIGN_INS)('$name sees nothing of any child but from what was opened', async ({ token }) => {
    const laptop = await laptopOf(token)
    for (const opened of await openAll(laptop)) {
      const year = await readYear(laptop.app, { ...opened, contents: {} })
      expect(new Set(kinds(year)).difference(new Set(['today', 'change', 'review']))).toEqual(new Set())
      expect(lines(year).filter((line) => line.includes('of the plan'))).toEqual([])
    }
  })

  test('a commitment that is done, that was turned down or that has no day is left out', async () => {
    const commitments = [
      commitment({ id: '1', dueOn: '2026-12-01', status: 'done' }),
      commitment({ id: '2', dueOn: '2026-12-01', status: 'rejected' }),
      commitment({ id: '3', dueOn: '2026-12-01', status: 'cancelled' }),
      commitment({ id: '4', dueOn: undefined }),
      commitment({ id: '5', dueOn: '2027-11-01' }),
    ]
    expect(await promised(commitments)).toEqual([])
  })

  test.each<[due: string, status: 'accepted' | 'requested', expected: string]>([
    ['2026-11-20', 'accepted', '2026-11-21 Refer to community paediatrics, Dr Shah, was due 20 Nov: late'],
    ['2025-06-01', 'accepted', '2026-11-21 Refer to community paediatrics, Dr Shah, was due 1 Jun 2025: late'],
    ['2026-11-20', 'requested', '2026-11-21 Refer to community paediatrics, Dr Shah, was due 20 Nov'],
    ['2026-11-21', 'accepted', '2026-11-21 Refer to community paediatrics, Dr Shah'],
    ['2027-10-31', 'accepted', '2027-10-31 Refer to community paediatrics, Dr Shah'],
  ])('what was due on %s and %s stands where it can still be done', async (dueOn, status, expected) => {
    expect(await promised([commitment({ dueOn, status })])).toEqual([`commitment ${expected}`])
  })

  test('a review of the plan that is past stays where it was, this month', async () => {
    const { laptop, opened } = await yearOf(HEAD, 'sam')
    const { plan } = opened.contents.plan ?? {}
    const reviewed = async (reviewOn: string) => {
      const contents = plan && { plan: { plan: { ...plan, reviewOn } } }
      return lines(await readYear(laptop.app, { ...opened, contents: contents ?? {} })).filter((line) =>
        line.includes('of the plan'),
      )
    }
    expect(await reviewed('2026-11-03')).toEqual(['review 2026-11-03 Review of the plan'])
    expect(await reviewed('2026-10-31')).toEqual([])
  })
})

describe('sharing', () => {
  const until = (day: string) => startOfDayMs(day) - 1
  const agreed = (fromMs: number, untilMs: number) => [
    { kind: 'not-covered', reason: 'no-agreement', fromMs: FIRST_MS, untilMs: fromMs - 1 },
    { kind: 'allow', reason: 'agreed', fromMs, untilMs },
  ]

  test.each<[what: string, timelines: Partial<Record<SectionCode, object[]>>, expected: string[]]>([
    ['at once', { plan: agreed(0, until('2027-03-01')) }, ['2027-02-28 Sharing ends']],
    ['never', { plan: agreed(0, LAST_MS) }, []],
    ['after the year', { plan: agreed(0, until('2027-11-02')) }, []],
    [
      'part by part, two of them on one day',
      {
        plan: agreed(0, until('2027-03-01')),
        strengths: agreed(0, until('2027-03-01') - 1),
        needs: agreed(0, until('2027-08-01')),
      },
      ['2027-02-28 Some sharing ends', '2027-07-31 Sharing ends'],
    ],
    [
      'in part, for what has not begun',
      { plan: agreed(0, until('2027-08-01')), needs: agreed(until('2027-02-01'), until('2027-03-01')) },
      ['2027-07-31 Sharing ends'],
    ],
    [
      'in part, for what did not open',
      { plan: agreed(0, until('2027-08-01')), words: agreed(0, until('2027-03-01')) },
      ['2027-07-31 Sharing ends'],
    ],
  ])('that ends %s', async (_, timelines, expected) => {
    const { laptop, opened } = await yearOf(HEAD, 'sam')
    const { words: _notOpened, ...contents } = opened.contents
    const boxed = Object.fromEntries(Object.entries(timelines).map(([section, one]) => [section, [one]]))
    const cover = { ...opened.cover, timelines: boxed as typeof opened.cover.timelines }
    const year = await readYear(laptop.app, { ...opened, cover, contents })
    expect(lines(year).filter((line) => line.startsWith('agreement'))).toEqual(
      expected.map((one) => `agreement ${one}`),
    )
  })

  test('that ends when a child moves school is there on the last day', async () => {
    const { year } = await yearOf(SCHOOL, 'jay')
    expect(lines(year)).toContain('agreement 2026-12-18 Sharing ends')
  })
})

describe('what is tried', () => {
  test.each([
    [0, ['review 2027-01-02 Does it help? TITLE']],
    [41, ['review 2027-01-02 Does it help? TITLE']],
    [42, ['review 2027-01-02 Does it help? TITLE']],
    [43, ['review 2027-01-03 Does it help? TITLE, was due 2 Jan']],
    [57, ['review 2027-01-17 Does it help? TITLE, was due 2 Jan: late']],
  ])('is to be looked at six weeks on, and until somebody has: %i days later', async (days, expected) => {
    const { laptop, opened, card } = await trying()
    await later(laptop, days)
    expect(tried(await readYear(laptop.app, opened), card.title)).toEqual(expected)
  })

  test('is to be looked at again six weeks after that', async () => {
    const { laptop, opened, card } = await trying()
    await later(laptop, 49)
    await lookAtCard(laptop.app, opened.cover.child, card.id)
    expect(tried(await readYear(laptop.app, opened), card.title)).toEqual(['review 2027-02-20 Does it help? TITLE'])
  })

  test('no more is not there', async () => {
    const { laptop, opened, card } = await trying()
    await tickCard(laptop.app, opened.cover.child, card.id, false)
    expect(tried(await readYear(laptop.app, opened), card.title)).toEqual([])
  })

  test('by a card that has gone is left out', async () => {
    const { laptop, opened } = await trying()
    await tickCard(laptop.app, opened.cover.child, 'year-6-to-7/gone', true)
    expect(tried(await readYear(laptop.app, opened), '')).toHaveLength(1)
  })
})

describe('without a date of birth', () => {
  it('has terms, reviews, sharing and commitments, says so, and knows of no move', async () => {
    const { laptop, opened, year } = await yearOf(SCHOOL, 'sam')
    const unknown = await readYear(laptop.app, { ...opened, cover: { ...opened.cover, bornOn: undefined } })
    expect([year.isAgeKnown, unknown.isAgeKnown]).toEqual([true, false])
    expect(unknown.terms).toEqual(year.terms)
    const without = (one: Year) =>
      lines(one).filter((line) => !line.startsWith('change') && !line.includes('of the move'))
    expect(lines(unknown)).toEqual(without(year))
    expect(kinds(unknown)).toContain('commitment')
  })
})

describe('terms', () => {
  const own = (september: number) => ({ ...usualTerms(september), octoberHalfTerm: `${september}-10-19` })

  it('are the usual ones, and said to be, until a school has given all of its own', async () => {
    const { laptop, opened, year } = await yearOf(SCHOOL, 'sam')
    const give = (terms: SchoolTerms) => changeSchool(laptop.app, (school) => ({ ...school, terms }))
    expect(year.hasOwnTerms).toBe(false)
    await give({ 2026: own(2026) })
    expect((await readYear(laptop.app, opened)).hasOwnTerms).toBe(false)
    await give({ 2026: own(2026), 2027: { octoberHalfTerm: '2027-10-19' } })
    expect((await readYear(laptop.app, opened)).hasOwnTerms).toBe(false)
    await give({ 2026: own(2026), 2027: own(2027) })
    const told = await readYear(laptop.app, opened)
    expect(told.hasOwnTerms).toBe(true)
    expect(told.terms.at(-2)).toEqual({ name: 'Autumn 1', from: '2027-09-02', until: '2027-10-15' })
  })
})

test.each(SIGN_INS)('$name sees every mark once, in order of days and with today among them', async ({ token }) => {
  const laptop = await laptopOf(token)
  for (const opened of await openAll(laptop)) {
    const { marks, from, until } = await readYear(laptop.app, opened)
    expect(marks.map((mark) => mark.from)).toEqual(marks.map((mark) => mark.from).toSorted())
    expect(new Set(marks.map(({ id }) => id)).size).toBe(marks.length)
    expect(marks.filter(({ kind }) => kind === 'today').map((mark) => mark.from)).toEqual(['2026-11-21'])
    expect(marks.filter((mark) => mark.from < from || mark.from > until)).toEqual([])
  }
})

test('nothing is read while it is locked', async () => {
  const { laptop, opened } = await yearOf(SCHOOL, 'sam')
  await laptop.app.vault.session.lock()
  await expect(readYear(laptop.app, opened)).rejects.toMatchObject({ code: 'vault/locked' })
})

/** A computer with the records of these families, or of all, as one of the sign-ins sees them. */
async function laptopOf(token: string, families = FAMILIES): Promise<Laptop> {
  const laptop = await openLaptop(START, families, ({ app }) => addFhirServer(app, BASE_URL, token))
  await refresh(laptop.app)
  return laptop
}

/** Every child that can be opened there, after the viewer has said that it is the right one. */
async function openAll({ app }: Laptop) {
  const opened = []
  for (const { child } of await listChildren(app)) {
    await confirmChild(app, await openCover(app.vault, child))
    opened.push(await openChild(app, child))
  }
  return opened.filter((one) => one.kind === 'open')
}

async function yearOf(token: string, family: string) {
  const laptop = await laptopOf(
    token,
    FAMILIES.filter(({ id }) => id === `${family}-bundle`),
  )
  const [opened] = await openAll(laptop)
  if (!opened) throw new Error('there is nobody')
  return { laptop, opened, year: await readYear(laptop.app, opened) }
}

/** Sam, with whom somebody has begun today to try the first card there is about Sam's move. */
async function trying() {
  const { laptop, opened } = await yearOf(SCHOOL, 'sam')
  const [card] = (await loadPack('year-6-to-7')).cards
  if (!card) throw new Error('there is no card')
  await tickCard(laptop.app, opened.cover.child, card.id, true)
  return { laptop, opened, card }
}

async function later(laptop: Laptop, days: number): Promise<void> {
  laptop.trueMs += days * DAY_MS
  await laptop.minute() // opens it again: nobody has used it for days
}

function tried(year: Year, title: string): string[] {
  return lines(year).flatMap((line) => (line.includes('Does it help?') ? line.replace(title, 'TITLE') : []))
}

async function promised(commitments: ReturnType<typeof commitment>[]): Promise<string[]> {
  const { laptop, opened } = await yearOf(SCHOOL, 'sam')
  const year = await readYear(laptop.app, { ...opened, contents: { commitments: { commitments } } })
  return lines(year).filter((line) => line.startsWith('commitment'))
}

function lines({ marks }: Year): string[] {
  return marks.map(({ kind, from, until, words, isLate }) => {
    return `${kind} ${from}${until ? ` to ${until}` : ''} ${words}${isLate ? ': late' : ''}`
  })
}

function kinds({ marks }: Year): MarkKind[] {
  return marks.map(({ kind }) => kind)
}
