import { expect, test } from 'vitest'
import { startOfDayMs } from '../../../src/core/time.ts'
import { type WhichSchool, whichSchool } from '../../../src/guidance/which-school.ts'
import type { Recipient } from '../../../src/record/sharing.ts'

function sees(school: Recipient['school'], until: string | undefined): Recipient {
  const untilMs = until === undefined ? undefined : startOfDayMs(until)
  return {
    who: 'class teacher',
    organisation: undefined,
    isViewer: false,
    school,
    sections: [],
    fromMs: undefined,
    untilMs,
  }
}

const ANY = { first: -1, last: 13 }
const SECONDARY = { first: 7, last: 11 }

test.each<[string, Recipient[], typeof ANY, number, WhichSchool]>([
  ['nothing is said of schools', [], ANY, 6, 'not-known'],
  ['only ours sees it', [sees('own', '2027-07-20')], ANY, 6, 'not-known'],
  ['ours stops before another', [sees('own', '2027-07-20'), sees('other', undefined)], ANY, 6, 'current'],
  ['another stops before ours', [sees('own', '2028-07-20'), sees('other', '2027-07-20')], ANY, 6, 'receiving'],
  ['both stop on one day', [sees('own', '2027-07-20'), sees('other', '2027-07-20')], ANY, 6, 'not-known'],
  [
    'somebody of ours sees it for longer',
    [sees('own', '2027-01-01'), sees('own', '2028-07-20'), sees('other', '2027-07-20')],
    ANY,
    6,
    'receiving',
  ],
  ['the child is not old enough for this school', [], SECONDARY, 6, 'receiving'],
  ['the child is old enough for it', [], SECONDARY, 7, 'not-known'],
  [
    'the agreement says otherwise than the years',
    [sees('own', '2027-07-20'), sees('other', undefined)],
    SECONDARY,
    6,
    'current',
  ],
  ['a practice sees it for longer', [sees('own', '2027-07-20'), sees(undefined, undefined)], ANY, 6, 'not-known'],
])('when %s', (_, recipients, years, year, expected) => {
  expect(whichSchool(recipients, years, year)).toBe(expected)
})
