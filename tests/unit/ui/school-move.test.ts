import { expect, test } from 'vitest'
import { endOfDayMs, startOfDayMs } from '../../../src/core/time.ts'
import type { Recipient } from '../../../src/record/sharing.ts'
import { schoolMove } from '../../../src/ui/child/coming-changes.tsx'

const NOW = Date.parse('2026-11-21T10:00:00Z')

/** Somebody at a school, from one day until another; a day left out is open. */
function at(
  organisation: string | undefined,
  from?: string,
  until?: string,
  school: Recipient['school'] = 'other',
): Recipient {
  return {
    who: 'class teacher',
    organisation,
    isViewer: school === 'own',
    school,
    sections: [],
    fromMs: from === undefined ? undefined : startOfDayMs(from),
    untilMs: until === undefined ? undefined : endOfDayMs(until),
  }
}

test.each<[string, Recipient[], string[]]>([
  ['nobody', [], []],
  ['one school with an end', [at('Hillside', '2026-09-01', '2027-07-20')], []],
  [
    'a school that ends and one that starts',
    [at('Hillside', '2026-09-01', '2026-12-18', 'own'), at('Larkfield', '2027-01-04')],
    ['Your school sees this until 18 December 2026.', 'Larkfield sees this from 4 January 2027.'],
  ],
  [
    'for somebody at neither',
    [at('Hillside', undefined, '2026-12-18'), at('Larkfield', '2027-01-04')],
    ['Hillside sees this until 18 December 2026.', 'Larkfield sees this from 4 January 2027.'],
  ],
  [
    'two people at each: the last to stop and the first to start',
    [
      at('Hillside', undefined, '2026-12-11'),
      at('Hillside', undefined, '2026-12-18'),
      at('Larkfield', '2027-06-21'),
      at('Larkfield', '2027-04-26'),
    ],
    ['Hillside sees this until 18 December 2026.', 'Larkfield sees this from 26 April 2027.'],
  ],
  [
    'a school without an end',
    [at('Hillside'), at('Larkfield', '2027-01-04')],
    ['Larkfield sees this from 4 January 2027.'],
  ],
  ['one whose name is hidden', [at(undefined, '2027-01-04')], ['Another school sees this from 4 January 2027.']],
  [
    'the school the viewer is at, from next month',
    [at('Larkfield', '2027-01-04', undefined, 'own')],
    ['Your school sees this from 4 January 2027.'],
  ],
  ['somebody who is at no school', [{ ...at('North RAA', '2027-01-04'), school: undefined }], []],
])('%s', (_, recipients, expected) => {
  expect(schoolMove(recipients, NOW).map(({ line }) => line)).toEqual(expected)
})
