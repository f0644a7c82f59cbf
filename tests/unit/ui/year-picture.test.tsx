import fc from 'fast-check'
import { renderToString } from 'preact-render-to-string'
import { describe, expect, it, test } from 'vitest'
import { addFhirServer } from '../../../src/app/add-source.ts'
import { confirmChild } from '../../../src/app/confirm-child.ts'
import { listChildren } from '../../../src/app/list-children.ts'
import { openChild } from '../../../src/app/open-child.ts'
import { type Mark, type MarkKind, readYear, type Year } from '../../../src/app/read-year.ts'
import { refresh } from '../../../src/app/refresh.ts'
import { addDays } from '../../../src/core/time.ts'
import { usualTerms } from '../../../src/guidance/calendar/terms.ts'
import { yearAhead } from '../../../src/guidance/year-ahead.ts'
import { FAMILIES } from '../../../src/practice/families/index.ts'
import { namesStatus } from '../../../src/record/status-words.ts'
import { drawYear } from '../../../src/ui/child/year/draw-year.ts'
import { TwelveMonths } from '../../../src/ui/child/year/twelve-months.tsx'
import { openCover } from '../../../src/vault/children.ts'
import { openLaptop } from '../../faults/laptop.ts'
import { BASE_URL } from '../../fixtures/fhir-server.ts'

const TODAY = '2026-11-22'
const KINDS: MarkKind[] = ['change', 'review', 'agreement', 'commitment']
const DAY: Mark = { id: 'today', kind: 'today', from: TODAY, words: 'Today' }

const MARKS: Mark[] = [
  { id: 'a', kind: 'review', from: '2026-11-12', words: 'Review of the plan' },
  DAY,
  { id: 'b', kind: 'commitment', from: TODAY, words: 'Agree what to claim, Mr Dean, was due 13 Nov', isLate: true },
  { id: 'c', kind: 'change', from: '2027-03-01', words: 'Offer day: families hear which school' },
  { id: 'd', kind: 'change', from: '2027-07-12', until: '2027-07-16', words: 'Transition week' },
  { id: 'e', kind: 'agreement', from: '2027-07-20', words: 'Sharing ends' },
]

function yearWith(marks: Mark[], more: Partial<Year> = {}): Year {
  const { moments: _, ...ahead } = yearAhead({
    today: TODAY,
    audience: 'class-teacher',
    calendar: usualTerms,
    schooling: undefined,
  })
  return { ...ahead, marks, isAgeKnown: true, hasOwnTerms: false, ...more }
}

function html(marks: Mark[] = MARKS, more: Partial<Year> = {}): string {
  return renderToString(<TwelveMonths year={yearWith(marks, more)} today={TODAY} />)
}

function text(markup: string): string {
  return markup
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function picture(markup: string): string {
  return /<div class="year-frame">.*?<\/div>/s.exec(markup)?.[0] ?? ''
}

function list(markup: string): string {
  return /<div class="year-list.*<\/ol>/s.exec(markup)?.[0] ?? ''
}

/** What shows before anybody opens the list. */
function atFirst(markup: string): string {
  return text(markup.replace(/(<\/summary>).*?<\/details>/s, '$1'))
}

/** What is said of each mark in the picture. */
function options(markup: string): string[] {
  return [...picture(markup).matchAll(/<g role="option" aria-label="(.*?)"/g)].map(([, name = '']) => name)
}

/** And of each row of the list, as text. */
function rows(markup: string): string[] {
  return [...list(markup).matchAll(/<li.*?<\/li>/gs)].map(([row]) => text(row))
}

describe('the picture and the list', () => {
  it('hold the same marks in the same order, under the same numbers', () => {
    expect(options(html())).toEqual([
      '1: 12 November, Review of the plan, review, past',
      '2: 22 November, Agree what to claim, Mr Dean, was due 13 Nov, commitment, late',
      '3: 1 March, Offer day: families hear which school, change',
      '4: 12 July to 16 July, Transition week, change',
      '5: 20 July, Sharing ends, agreement',
    ])
    expect(rows(html())).toEqual([
      '1 12 November Review of the plan · review, past',
      '22 November Today',
      '2 22 November Agree what to claim, Mr Dean, was due 13 Nov · commitment Late',
      '3 1 March Offer day: families hear which school · change',
      '4 12 July to 16 July Transition week · change',
      '5 20 July Sharing ends · agreement',
    ])
  })

  it('are the same for any marks', () => {
    fc.assert(
      fc.property(marksOf(), (marks) => {
        const markup = html(marks)
        const numbered = rows(markup).filter((row) => !row.endsWith('Today'))
        expect(options(markup).map((name) => name.replace(/^(\d+): /, '$1 ').split(', ')[0])).toEqual(
          numbered.map((row) => row.split(' Word')[0]),
        )
        expect(numbered).toHaveLength(marks.length - 1)
      }),
      { numRuns: 200 },
    )
  })

  it('group the list by months, in order', () => {
    const headings = [...list(html()).matchAll(/<h3>(.*?)<\/h3>/g)].map(([, month]) => month)
    expect(headings).toEqual(['November 2026', 'March 2027', 'July 2027'])
  })

  it('put what began before the year under its first month', () => {
    const began: Mark = { id: 'x', kind: 'change', from: '2026-10-30', until: '2026-11-03', words: 'Transition week' }
    expect(list(html([began, DAY]))).toContain('<h3>November 2026</h3>')
    expect(list(html([began, DAY]))).not.toContain('October 2026')
  })

  it('are each one stop of the tab key, at the first mark that is not past', () => {
    const stops = [...html().matchAll(/tabindex="0"[^>]*data-mark="(\w+)"/gi)].map(([, id]) => id)
    expect(stops).toEqual(['b', 'b'])
    expect(html().match(/tabindex="-1"/gi)).toHaveLength(2 * 4)
    const past = html([{ id: 'a', kind: 'review', from: '2026-11-12', words: 'Review of the plan' }, DAY])
    expect(past.match(/tabindex="0"/gi)).toHaveLength(2)
  })

  it('say where it is hollow that it is past', () => {
    expect(picture(html()).match(/class="year-mark \w+( late)? past"/g)).toHaveLength(1)
    expect(html().match(/, past/g)).toHaveLength(2)
  })
})

describe('the list', () => {
  it('is closed at first, with the words for terms', () => {
    const markup = html()
    expect(markup).toMatch(/<details class="year-all"><summary>All dates as a list<\/summary>/)
    expect(text(markup)).toContain('20 July Sharing ends')
    expect(text(markup)).toContain('Terms: Autumn 2, 2 November to 18 December; Spring 1')
    expect(atFirst(markup)).not.toMatch(/Sharing ends|Terms:/)
  })

  it('keeps nothing that only it would tell: the picture names every mark and every half-term in full', () => {
    const closed = picture(html())
    for (const { words } of MARKS.filter(({ kind }) => kind !== 'today')) expect(closed).toContain(`, ${words}, `)
    const terms = [...closed.matchAll(/role="img" aria-label="(.*?)"/g)].map(([, name]) => name)
    expect(text(html())).toContain(`Terms: ${terms.join('; ')}.`)
  })
})

test('a kind has a shape of its own, so that nobody needs the colour', () => {
  const shapes = KINDS.map((kind) => {
    const one = picture(html([{ id: 'x', kind, from: '2027-03-01', words: 'Words' }, DAY]))
    return /class="year-cell"[^>]*>(?:<\/rect>)?(.*?)<text/s.exec(one)?.[1]
  })
  expect(shapes.every((shape) => shape !== undefined && shape !== '')).toBe(true)
  expect(new Set(shapes).size).toBe(KINDS.length)
})

describe('where marks go', () => {
  const widths = fc.integer({ min: 120, max: 1200 })

  it('keeps them at least 24 px apart, inside the picture, for any days and any width', () => {
    fc.assert(
      fc.property(marksOf(), widths, (marks, width) => {
        const { marks: placed, height } = drawYear(yearWith(marks), TODAY, width)
        for (const [at, { x, y }] of placed.entries()) {
          expect(x >= 12 && x <= width - 12 && y >= 12 && y <= height - 12).toBe(true)
          for (const other of placed.slice(at + 1)) {
            expect(Math.abs(x - other.x) >= 24 || Math.abs(y - other.y) >= 24).toBe(true)
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('keeps them in the order of their days, from left to right', () => {
    fc.assert(
      fc.property(marksOf(), widths, (marks, width) => {
        const days = drawYear(yearWith(marks), TODAY, width).marks.map(({ fromX }) => fromX)
        expect(days).toEqual(days.toSorted((a, b) => a - b))
      }),
    )
  })

  it('begins a row only where the one above has no room', () => {
    const { marks: placed } = drawYear(yearWith(MARKS), TODAY, 328)
    const tops = [...new Set(placed.map(({ y }) => y))]
    expect(tops).toHaveLength(2)
    expect(placed.filter(({ y }) => y === tops[0]).map(({ mark }) => mark.id)).toEqual(['a', 'c', 'd'])
  })

  test.each([
    [328, ['N', 'D', 'J'], ['Aut 2', 'Spr 1', '2', 'Sum 1', 'Sum 2', 'Aut 1']],
    [672, ['Nov', 'Dec', 'Jan'], ['Autumn 2', 'Spring 1', 'Spring 2', 'Summer 1', 'Summer 2', 'Autumn 1']],
  ])('at %i px names months and terms as far as there is room', (width, months, terms) => {
    const drawing = drawYear(yearWith(MARKS), TODAY, width)
    expect(drawing.months.map(({ label }) => label).slice(0, 3)).toEqual(months)
    expect(drawing.terms.map(({ label }) => label)).toEqual(terms)
    expect(drawing.terms[0]?.words).toBe('Autumn 2, 2 November to 18 December')
  })

  test('cuts a term that began before the year at its edge, and says when it did', () => {
    const { terms } = drawYear(yearWith([DAY], { from: '2026-12-01', until: '2027-11-30' }), '2026-12-02', 328)
    expect(terms[0]).toMatchObject({ x: 0, words: 'Autumn 2, 2 November to 18 December' })
    expect(terms.every(({ x, width }) => x >= 0 && width >= 0 && x + width <= 328.1)).toBe(true)
  })
})

describe('what is not known', () => {
  it('is said where nothing falls in the year, beside the terms', () => {
    const empty = html([DAY])
    expect(text(empty)).toContain(
      'Nothing that is shared with you falls in these months. There may be something elsewhere.',
    )
    expect(empty).toContain('aria-label="Autumn 2, 2 November to 18 December"')
    expect(text(empty)).toContain('Terms: Autumn 2, 2 November to 18 December;')
    expect(empty).not.toMatch(/listbox|<button|<ol|<details/)
  })

  test.each([
    [{ isAgeKnown: false }, 'No date of birth is shared, so changes of school are not shown.', true],
    [{ isAgeKnown: true }, 'No date of birth is shared', false],
    [{ hasOwnTerms: false }, 'These are the usual term dates in England.', true],
    [{ hasOwnTerms: true }, 'These are the usual term dates', false],
  ])('with %j, "%s" is said: %s', (more, words, isSaid) => {
    for (const marks of [MARKS, [DAY]]) expect(atFirst(html(marks, more)).includes(words)).toBe(isSaid)
  })
})

test('of every family, what a class teacher sees names no status', async () => {
  const laptop = await openLaptop(Date.parse('2026-11-22T10:00:00Z'), FAMILIES, ({ app }) =>
    addFhirServer(app, BASE_URL, 'practice-class-teacher'),
  )
  const { app } = laptop
  await refresh(app)
  let seen = 0
  for (const { child } of await listChildren(app)) {
    await confirmChild(app, await openCover(app.vault, child))
    const opened = await openChild(app, child)
    if (opened.kind !== 'open') continue
    const markup = renderToString(<TwelveMonths year={await readYear(app, opened)} today={TODAY} />)
    expect(namesStatus(markup)).toBe(false)
    seen += 1
  }
  expect(seen).toBeGreaterThan(9)
})

test('words of the record are text, whatever they hold', () => {
  const markup = html([
    DAY,
    { id: '"><b>', kind: 'commitment', from: '2027-01-05', words: '<img src=x onerror=alert(1)> "Words"' },
  ])
  expect(markup).not.toMatch(/<img|<b>/)
})

/** Any marks, in order of days and with today among them. */
function marksOf(): fc.Arbitrary<Mark[]> {
  const one = fc.record({
    kind: fc.constantFrom(...KINDS),
    day: fc.integer({ min: 0, max: 364 }),
    lasts: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
  })
  return fc.array(one, { maxLength: 40 }).map((found) => {
    const marks = found.map(({ kind, day, lasts }, at): Mark => {
      const from = addDays('2026-11-01', day)
      return { id: `${at}`, kind, from, words: `Word ${at}`, ...(lasts && { until: addDays(from, lasts) }) }
    })
    return [DAY, ...marks].sort((a, b) => a.from.localeCompare(b.from))
  })
}
