import { describe, expect, test } from 'vitest'
import { areThemself, isCapacity, joinNames, showAgreement } from '../../../src/record/capacity.ts'
import { fullName, initials } from '../../../src/record/child.ts'

test.each<[name: string, shown: string]>([
  ['Sam Carter', 'S.C.'],
  ['Ruby', 'R.'],
  ['Anna-Maria  de la Cruz ', 'A.D.L.C.'],
  ['élodie ngô', 'É.N.'],
  ['𝒮am Carter', '𝒮.C.'],
  ['', ''],
])('the initials of %j are %j', (name, shown) => {
  expect(initials(name)).toBe(shown)
})

test('a child without a family name is known by the other', () => {
  expect(fullName({ knownAs: 'Ruby', familyName: '' })).toBe('Ruby')
  expect(fullName({ knownAs: 'Sam', familyName: 'Carter' })).toBe('Sam Carter')
})

test.each<[names: string[], joined: string]>([
  [[], ''],
  [['Lena Marsh'], 'Lena Marsh'],
  [['Jo Carter', 'Ali Carter'], 'Jo and Ali Carter'],
  [['Jo Carter', 'Ali Marsh'], 'Jo Carter and Ali Marsh'],
  [['Mary Ann Doyle', 'Pat Doyle', 'Kelly Doyle'], 'Mary Ann, Pat and Kelly Doyle'],
  [['Northmoor Council', 'Nell Ames', 'Dev Ames'], 'Northmoor Council, Nell Ames and Dev Ames'],
  [['Cher', 'Cher'], 'Cher and Cher'],
])('%j together are %j', (names, joined) => {
  expect(joinNames(names)).toBe(joined)
})

describe('who agreed', () => {
  const jo = { name: 'Jo Carter', capacity: 'adoptive-parent' }
  const ali = { name: 'Ali Carter', capacity: 'adoptive-parent' }
  test.each([
    [[jo, ali], 'Jo and Ali Carter (adoptive parents)'],
    [[jo], 'Jo Carter (adoptive parent)'],
    [[jo, { name: 'Rose Doyle', capacity: 'special-guardian' }], 'Jo Carter and Rose Doyle'],
    [[{ name: 'Sky Lane', capacity: 'dragon' }], 'Sky Lane'],
    [[{ name: 'Sky Lane', capacity: undefined }], 'Sky Lane'],
    [[{ name: 'Sky Lane', capacity: 'constructor' }], 'Sky Lane'],
  ])('%j: %s', (people, shown) => {
    expect(showAgreement(people)).toBe(shown)
  })

  test.each<[capacities: (string | undefined)[], expected: boolean]>([
    [['young-person'], true],
    [['adult'], true],
    [['young-person', 'adoptive-parent'], false],
    [[undefined], false],
    [[], false],
  ])('%j are the person themself: %s', (capacities, expected) => {
    expect(areThemself(capacities.map((capacity) => ({ capacity })))).toBe(expected)
  })

  test.each([undefined, 'dragon', 'toString'])('%j is no capacity', (code) => {
    expect(isCapacity(code)).toBe(false)
  })
})
