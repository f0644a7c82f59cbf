import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isNearName, nearNames } from '../../../src/record/near-names.ts'

describe('could be taken for one another', () => {
  test.each<[why: string, one: string, other: string]>([
    ['the same name', 'Sam Carter', 'Sam Carter'],
    ['capitals', 'Sam Carter', 'SAM CARTER'],
    ['accents', 'Élodie Ngô', 'Elodie Ngo'],
    ['accents written apart', 'Zoe\u0308 Marsh', 'Zo\u00eb Marsh'],
    ['another alphabet of the same letters', '𝒮am Carter', 'Sam Carter'],
    ['hyphens and spaces', 'Anna-Maria Cruz', 'Anna Maria  Cruz'],
    ['apostrophes', 'Finn O’Neill', "Finn O'Neill"],
    ['a capital that grows a dot when made small', 'İlker Demir', 'Ilker Demir'],
    ['one slip', 'Sam Carter', 'Sam Karter'],
    ['two slips in a longer name', 'Sam Carter', 'Pam Carver'],
    ['two slips in seven letters', 'Tom Wood', 'Tim Wold'],
    ['one slip in a short name', 'Mia Lee', 'Mia Lea'],
    ['a letter too many', 'Jon Lee', 'John Lee'],
    ['two letters swapped in a short name', 'Mia Lee', 'Mai Lee'],
    ['the names swapped', 'Sam Carter', 'Carter Sam'],
    ['the same initials and given name', 'Ruby Doyle', 'Ruby Davenport'],
    ['spaces around', ' Ruby Doyle ', 'Ruby Davenport'],
    ['no family name to tell them apart', 'Ruby', 'Ruby Davenport'],
    ['two children nobody has named', '', ' '],
  ])('%s: %j and %j', (_, one, other) => {
    expect(isNearName({ name: one }, { name: other })).toBe(true)
  })

  test('twins, whatever they are called', () => {
    const sam = { name: 'Sam Carter', bornOn: '2016-05-12' }
    expect(isNearName(sam, { name: 'Josephine CÀRTER', bornOn: '2016-05-12' })).toBe(true)
  })
})

describe('is told apart', () => {
  test.each<[why: string, one: string, other: string]>([
    ['three slips', 'Sam Carter', 'Pam Carvel'],
    ['two slips in six letters', 'Mia Lee', 'Ava Lee'],
    ['two slips where one name is short', 'Mia Lee', 'Tia Leed'],
    ['another given name', 'Sam Carter', 'Josephine Carter'],
    ['another family initial', 'Ruby Doyle', 'Ruby Whittaker'],
    ['no name and a name', '', 'Ruby Doyle'],
    ['two given names without a family name', 'Ruby', 'Sebastian'],
  ])('%s: %j and %j', (_, one, other) => {
    expect(isNearName({ name: one }, { name: other })).toBe(false)
  })

  const sam = { name: 'Sam Carter', bornOn: '2016-05-12' }
  test.each<[why: string, other: { name: string; bornOn?: string | undefined }]>([
    ['somebody of the same family with another birthday', { name: 'Josephine Carter', bornOn: '2018-05-12' }],
    ['somebody of the same family whose birthday is not known', { name: 'Josephine Carter' }],
    ['somebody of another family with the same birthday', { name: 'Josephine Okafor', bornOn: '2016-05-12' }],
  ])('%s', (_, other) => {
    expect(isNearName(sam, other)).toBe(false)
  })

  test('two unknown birthdays are not the same birthday', () => {
    const [one, other] = ['Sam Carter', 'Josephine Carter'].map((name) => ({ name, bornOn: undefined }))
    expect(one && other && isNearName(one, other)).toBe(false)
  })

  test('two missing family names are not a family, even with one birthday', () => {
    expect(isNearName({ name: 'Ruby', bornOn: '2016-05-12' }, { name: 'Sebastian', bornOn: '2016-05-12' })).toBe(false)
  })
})

describe('whatever the names', () => {
  const word = fc.oneof(
    fc.constantFrom('Sam', 'Sma', 'Carter', 'Karter', 'É', "O'Neill", '', ' ', '-', '𝒮', '李', 'ß', 'İ'),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  )
  const named = fc.record({
    name: fc.array(word, { maxLength: 4 }).map((words) => words.join(' ')),
    bornOn: fc.constantFrom(undefined, '2016-05-12', '2016-05-13'),
  })

  test('near is near both ways', () => {
    fc.assert(
      fc.property(named, named, (a, b) => {
        expect(isNearName(a, b)).toBe(isNearName(b, a))
      }),
      { numRuns: 2000, seed: 20261121 },
    )
  })

  test('everybody is near somebody written just like them, and is not listed beside themself', () => {
    fc.assert(
      fc.property(named, (a) => {
        const twin = { ...a }
        expect(nearNames(a, [a, twin])).toEqual([twin])
        expect(nearNames(a, [a])).toEqual([])
      }),
      { numRuns: 500, seed: 20261121 },
    )
  })
})

test('those near are listed in the order given, with all that is known of them', () => {
  const sam = { name: 'Sam Carter', id: 1 }
  const others = [{ name: 'Sam Cole', id: 2 }, { name: 'Leila Amin', id: 3 }, sam, { name: 'Pam Carter', id: 4 }]
  expect(nearNames(sam, others).map(({ id }) => id)).toEqual([2, 4])
})
