import { describe, expect, test } from 'vitest'
import { ageOn, type PlainDate } from '../../../src/core/time.ts'
import { birthday, comingOfAge } from '../../../src/record/birthdays.ts'

const BORN = '2010-11-21'

describe('coming of age is announced', () => {
  test.each<[when: string, today: PlainDate, turns: 16 | 18, on: PlainDate]>([
    ['a year before the 16th birthday', '2025-11-21', 16, '2026-11-21'],
    ['on the 16th birthday itself', '2026-11-21', 16, '2026-11-21'],
    ['on the day before the 18th', '2028-11-20', 18, '2028-11-21'],
    ['on the 18th birthday itself', '2028-11-21', 18, '2028-11-21'],
  ])('%s', (_, today, turns, on) => {
    expect(comingOfAge(BORN, today)).toEqual([{ turns, on }])
  })

  test('on 1 March, when there is no 29 February', () => {
    expect(comingOfAge('2012-02-29', '2030-02-28')).toEqual([{ turns: 18, on: '2030-03-01' }])
  })
})

describe('nothing is announced', () => {
  test.each<[when: string, bornOn: PlainDate, today: PlainDate]>([
    ['more than 365 days ahead', BORN, '2025-11-20'],
    ['between the day after the 16th birthday and a year before the 18th', BORN, '2026-11-22'],
    ['for an adult', BORN, '2028-11-22'],
    ['for a small child', BORN, '2015-01-01'],
    ['for somebody whose date of birth only stands for "no date"', '9999-12-31', '2026-11-21'],
  ])('%s', (_, bornOn, today) => {
    expect(comingOfAge(bornOn, today)).toEqual([])
  })
})

test.each<[bornOn: PlainDate, turns: number, on: PlainDate]>([
  ['2010-11-21', 16, '2026-11-21'],
  ['2012-02-29', 16, '2028-02-29'],
  ['2012-02-29', 18, '2030-03-01'],
  ['2008-12-31', 18, '2026-12-31'],
])('somebody born on %s turns %i on %s, the first day that counts them that old', (bornOn, turns, on) => {
  expect(birthday(bornOn, turns)).toBe(on)
  expect(ageOn(bornOn, on)).toBe(turns)
})
