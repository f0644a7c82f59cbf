import { expect, test } from 'vitest'
import { commitmentsFor, peopleFor } from '../../../src/record/people-for.ts'
import type { Commitment, NamedPerson, PersonRole } from '../../../src/record/section-content.ts'
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

const promise = (id: string, changed: Partial<Commitment>): Commitment => ({
  id,
  kind: 'commitment',
  what: 'Meet on Mondays',
  status: 'accepted',
  ownerReference: 'PractitionerRole/x',
  owner: 'X',
  ownerRole: undefined,
  organisation: undefined,
  organisationReference: undefined,
  cover: undefined,
  requester: undefined,
  dueOn: undefined,
  finishedOn: undefined,
  ...changed,
})
const PROMISES = [
  promise('at the school', { organisationReference: TEACHER.organisation }),
  promise('by the school', { ownerReference: TEACHER.organisation }),
  promise('by their role', { ownerReference: TEACHER.role }),
  promise('by themself', { ownerReference: TEACHER.person }),
  promise('elsewhere', { organisationReference: 'Organization/north-raa', ownerRole: 'Social worker' }),
  promise('nowhere', {}),
  promise('by nobody', { ownerReference: '' }),
]

test.each([
  ['a class teacher', TEACHER, ['at the school', 'by the school', 'by their role', 'by themself']],
  ['a Virtual School Head', HEAD, PROMISES.map(({ id }) => id)],
  ['a GP', GP, PROMISES.map(({ id }) => id)],
])('%s is shown the commitments they have use for', (_, viewer, ids) => {
  expect(commitmentsFor(viewer, PROMISES).map(({ id }) => id)).toEqual(ids)
})

test.each([
  ['Adoption team', 'Ms Price', undefined, 'Ms Price'],
  ['Mr Bo', 'Kinship team', 'Mr Bo', undefined],
])('who covers and who asked are told to a class teacher unless they name status: %s, %s', (...names) => {
  const [cover, requester, coverTold, requesterTold] = names
  const one = promise('a', { organisationReference: TEACHER.organisation, cover, requester })
  expect(commitmentsFor(TEACHER, [one])).toEqual([{ ...one, cover: coverTold, requester: requesterTold }])
  expect(commitmentsFor(HEAD, [one])).toEqual([one])
})
