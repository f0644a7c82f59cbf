import { expect, test } from 'vitest'
import { fits, type Service, seesServices } from '../../../src/record/services.ts'
import { AUDIENCES, type Audience } from '../../../src/record/viewer.ts'

test.each<[Audience, boolean]>([
  ['class-teacher', false],
  ['designated-teacher', true],
  ['senco', true],
  ['virtual-school-head', true],
  ['gp', true],
  ['lead-worker', true],
  ['commissioner', false],
  ['family', true],
  ['young-person', true],
])('a %s sees what is near: %s', (audience, sees) => {
  expect(seesServices(audience)).toBe(sees)
  expect(fits({ kind: 'family-hub', ages: ANY }, audience, undefined)).toBe(sees)
})

test('every audience has been thought of', () => {
  expect(Object.keys(AUDIENCES)).toHaveLength(9)
})

const ANY = { from: undefined, until: undefined }

test.each<[Service['kind'], from: number | undefined, until: number | undefined, age: number | undefined, boolean]>([
  ['young-people', 10, 18, 9, false],
  ['young-people', 10, 18, 10, true],
  ['young-people', 10, 18, 18, true],
  ['young-people', 10, 18, 19, false],
  ['young-people', 10, 18, undefined, true],
  ['young-people', undefined, undefined, 6, true],
  ['adult-adoptees', 18, undefined, 15, false],
  ['adult-adoptees', 18, undefined, 16, true],
  ['adult-adoptees', 18, undefined, 40, true],
  ['adult-adoptees', 18, undefined, undefined, true],
  ['peer-group', 18, undefined, 6, true], // it is the parents who are 18
  ['parenting', 18, undefined, 6, true],
  ['family-hub', undefined, 5, 10, true], // there may be an older or younger one in the family
])('%s for ages %s to %s, for somebody of %s: %s', (kind, from, until, age, expected) => {
  expect(fits({ kind, ages: { from, until } }, 'lead-worker', age)).toBe(expected)
})

test('a young person is sent on no course for parents', () => {
  expect(fits({ kind: 'parenting', ages: ANY }, 'young-person', 17)).toBe(false)
  expect(fits({ kind: 'parenting', ages: ANY }, 'family', 17)).toBe(true)
})
