import { describe, expect, test } from 'vitest'
import { isNhsNumber, isUpn, normaliseIdentifier } from '../../../src/record/identifiers.ts'

describe('an NHS number', () => {
  // domain.md F1: the worked example, an NHS leaflet's "example only", a synthetic one, and the 999 test range.
  const valid = ['9434765919', '943 476 5919', '987-654-3210', '4000000632', '4505577104', '9234760735']
  const testRange = ['9990000018', '9990000026', '9990000034', '9990000042', '9990000050', '9990000069']
  test.each([...valid, ...testRange, '9990000077', '9990000085', '9990000093'])('%s is one', (text) => {
    expect(isNhsNumber(text)).toBe(true)
  })

  const repeated = Array.from({ length: 10 }, (_, digit) => String(digit).repeat(10)) // these pass the sum
  const tenth = Array.from({ length: 10 }, (_, digit) => `999000000${digit}`) // a check of ten: no such number
  test.each([
    '1234567890',
    '9991234560', // printed as an example in the documentation of a library
    '9434765918',
    '943476591',
    '94347659190',
    'AAAAAAAAAA',
    '',
    ...repeated,
    ...tenth,
  ])('%j is none', (text) => {
    expect(isNhsNumber(text)).toBe(false)
  })
})

describe('a unique pupil number', () => {
  // domain.md F2
  test.each([
    'B801200005001',
    'H801200001001',
    'X00180001701A',
    'G801200026001',
    'W801200026002',
    'R999999926001',
    'F80120002601A',
    'H80120002602B',
    'P207000016049',
    'E000200005001', // an authority nobody knows may have been abolished
    ' g801200026001 ',
  ])('%j is one', (text) => {
    expect(isUpn(text)).toBe(true)
  })

  test.each([
    'A801200005001',
    'A801200001001',
    'X80120000A001',
    'Q207000016049', // a vendor's example, wrongly added up
    'I801200005001',
    'X00180001701O',
    'G80120002600',
    'G8012000260011',
    '',
  ])('%j is none', (text) => {
    expect(isUpn(text)).toBe(false)
  })
})

test('identifiers are compared without spaces, hyphens and case', () => {
  expect(normaliseIdentifier(' 943-476 5919 ')).toBe('9434765919')
  expect(normaliseIdentifier('7k-204')).toBe('7K204')
})
