import { expect, test } from 'vitest'
import { peopleFor } from '../../../src/record/people-for.ts'
import type { NamedPerson, PersonRole } from '../../../src/record/section-content.ts'
import { GP, HEAD, TEACHER } from '../../fixtures/viewers.ts'

const person = (roleCode: PersonRole | undefined, at: string): NamedPerson => ({
  roleCode,
  role: roleCode ?? 'Involved',
  name: `${roleCode} at ${at}`,
  organisation: at,
  organisationReference: `Organization/${at}`,
  contact: undefined,
})
const PEOPLE = [
  person('designated-teacher', 'hillside'),
  person('lead-worker', 'north-raa'),
  person('adoption-medical-adviser', 'north-raa'),
  person('camhs', 'camhs'),
  person('fasd-pathway', 'fasd'),
  person(undefined, 'hillside'),
]

test.each([
  ['a class teacher', TEACHER, ['designated-teacher at hillside', 'undefined at hillside']],
  [
    'a Virtual School Head',
    HEAD,
    ['designated-teacher at hillside', 'lead-worker at north-raa', 'undefined at hillside'],
  ],
  ['a GP', GP, PEOPLE.map(({ name }) => name)],
])('%s is shown the people they have use for', (_, viewer, names) => {
  expect(peopleFor(viewer, PEOPLE).map(({ name }) => name)).toEqual(names)
})
