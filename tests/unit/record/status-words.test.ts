import { expect, test } from 'vitest'
import { namesStatus } from '../../../src/record/status-words.ts'

test.each([
  'PLAC review',
  'a LAC pupil',
  'CLA and SEND',
  'the SGO',
  'care leavers',
  'care-experienced',
  'while fostering',
  'foster care',
  'ado\u00adpted',
  'ado\u2060pted',
  '\uff41dopted',
  'a\u0301dopted',
  'ádópted',
  'Birth-family',
  'placed for',
])('%j tells why a child has a plan', (text) => {
  expect(namesStatus(text)).toBe(true)
})

test.each([
  'place',
  'placement',
  'black',
  'class',
  'clay',
  'Take care',
  'in careful steps',
  'Clara',
  'fosters trust in us',
])('%j does not', (text) => {
  expect(namesStatus(text)).toBe(false)
})
