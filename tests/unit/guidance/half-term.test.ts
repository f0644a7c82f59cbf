import { expect, test } from 'vitest'
import { thisHalfTerm } from '../../../src/guidance/calendar/half-term.ts'

test.each([
  { today: '2026-09-03', until: '2026-10-25', words: 'this half-term' },
  { today: '2026-10-25', until: '2026-10-25', words: 'this half-term' },
  { today: '2026-10-26', until: '2026-12-20', words: 'this half-term' },
  { today: '2026-11-21', until: '2026-12-20', words: 'this half-term' },
  { today: '2027-06-30', until: '2027-07-21', words: 'this half-term' },
  { today: '2027-07-22', until: '2027-08-31', words: 'this summer' },
])('on $today "$words" is until $until', ({ today, until, words }) => {
  expect(thisHalfTerm(today)).toEqual({ words, until })
})
