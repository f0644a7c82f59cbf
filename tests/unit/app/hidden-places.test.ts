import { describe, expect, test } from 'vitest'
import { hiddenPlaces } from '../../../src/fhir/hidden-places.ts'
import { parseResources } from '../../../src/fhir/parse-resources.ts'
import { CODE_SYSTEM } from '../../../src/record/code-systems.ts'
import { arriveWhole, family, find, NOW, type Resource, textsIn, VIEWER } from './arrive.ts'

const ELSEWHERE = ['adeyemi', 'shah', 'price'] as const
const ELMWOOD = { reference: 'Organization/elmwood', display: 'Elmwood Primary School' }
const BARE = { display: ELMWOOD.display }
type Change = (raw: Resource[]) => void

/** What people elsewhere are told of Ada after a change, as far as it matches. */
function told(change: Change, pattern: RegExp): string[] {
  const raw = family('ada')
  change(raw)
  return ELSEWHERE.flatMap((who) => {
    const { cover, contents } = arriveWhole(raw, VIEWER[who])
    return textsIn([cover, contents]).filter((text) => pattern.test(text))
  })
}

const participants = (raw: Resource[]) => find(raw, 'CareTeam').participant as Record<string, object>[]
const memberIs = (raw: Resource[], reference: string) =>
  participants(raw).find(({ member }) => (member as { reference: string }).reference === reference) ?? {}
const plan = (raw: Resource[], text: string) => Object.assign(find(raw, 'CarePlan'), { description: text })
const gone = (raw: Resource[], ...references: string[]) => {
  const kept = raw.filter(({ resourceType, id }) => !references.includes(`${resourceType}/${id}`))
  raw.splice(0, raw.length, ...kept)
}

describe('a place of which only a name is known is hidden', () => {
  test.each<[where: string, change: Change]>([
    ['where somebody works', (raw) => (find(raw, 'PractitionerRole', 'okafor').organization = ELMWOOD)],
    ['where somebody works, in words', (raw) => (find(raw, 'PractitionerRole', 'okafor').organization = BARE)],
    ['in a team', (raw) => participants(raw).push({ member: ELMWOOD })],
    ['in a team, in words', (raw) => participants(raw).push({ member: BARE })],
    ['for whom somebody is in a team', (raw) => (memberIs(raw, 'PractitionerRole/price').onBehalfOf = { ...ELMWOOD })],
    ['as who has seen', (raw) => (find(raw, 'Observation', 'ada-arrangement-1').focus = [ELMWOOD])],
    ['as an owner', (raw) => (find(raw, 'Task').owner = ELMWOOD)],
    ['as an owner, in words', (raw) => (find(raw, 'Task').owner = BARE)],
    ['as who asked', (raw) => (find(raw, 'Task').requester = ELMWOOD)],
    ['as who covers', (raw) => (find(raw, 'Task').restriction = { recipient: [ELMWOOD] })],
    ['as who was asked', (raw) => (find(raw, 'Observation', 'ada-health-context-2').performer = [ELMWOOD])],
    ['at an address of its own', (raw) => (find(raw, 'Task').owner = { reference: 'https://x.example/e', ...BARE })],
  ])('%s', (_, change) => {
    expect(told((raw) => [change(raw), plan(raw, 'Elmwood is loud')], /elmwood/i)).toEqual([])
  })

  test('and so is a person of whom only a name is known', () => {
    const change: Change = (raw) => {
      find(raw, 'Task').owner = { reference: 'PractitionerRole/gone', display: 'Ms Chidi Abara' }
      find(raw, 'Task').requester = { reference: 'Practitioner/gone', display: 'Mr Bo Teller' }
      plan(raw, 'Ring Ms Abara or Mr Teller')
    }
    expect(told(change, /abara|teller/i)).toEqual([])
  })

  test.each<[how: string, change: Change]>([
    ['the school is not in hand', (raw) => gone(raw, 'Organization/hillside', 'Organization/bridge-street')],
    ['roles say no place', (raw) => (find(raw, 'PractitionerRole', 'okafor').organization = undefined)],
    [
      'roles say no place, and a council has no name',
      (raw) => {
        find(raw, 'PractitionerRole', 'okafor').organization = undefined
        find(raw, 'Organization', 'northmoor').name = undefined
      },
    ],
    ['the agreement alone names them', (raw) => gone(raw, 'PractitionerRole/okafor')],
    [
      'there is no role',
      (raw) => {
        gone(raw, 'PractitionerRole/okafor')
        find(raw, 'Task').owner = { reference: 'Practitioner/okafor' }
      },
    ],
  ])('nor is anybody there told when %s', (_, change) => {
    expect(told((raw) => [change(raw), plan(raw, 'Ask Ms Okafor')], /hillside|okafor/i)).toEqual([])
  })
})

describe('a place is only as wide as the narrowest of its kinds', () => {
  const kinds = (...codes: string[]) =>
    codes.map((code) => ({ coding: [{ system: CODE_SYSTEM.organisationType, code }] }))
  test.each<[told: boolean, type: unknown]>([
    [true, kinds('service')],
    [true, kinds('agency', 'service')],
    [false, kinds('service', 'school')],
    [false, kinds('school', 'service')],
    [false, kinds('camp')],
    [false, [{ coding: [{ system: 'https://other.example', code: 'council' }] }]],
    [false, undefined],
  ])('told %s: %j', (isTold, type) => {
    const seen = told((raw) => (find(raw, 'Organization', 'hillside').type = type), /okafor/i)
    expect(seen.length > 0).toBe(isTold)
  })
})

describe('a word on how the record is handled hides, whatever it is', () => {
  const { handling } = CODE_SYSTEM
  test.each<[hidden: boolean, label: object]>([
    [true, { system: handling, code: 'location-hidden' }],
    [true, { system: handling, code: ' Location-Hidden ' }],
    [true, { system: `${handling}/`, code: 'location-hidden' }],
    [true, { system: ` ${handling.toUpperCase()}` }],
    [true, { system: handling, code: 'something-new' }],
    [true, { code: 'location-hidden' }],
    [false, { system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }],
    [false, {}],
  ])('%s: %j', (isHidden, label) => {
    const seen = told((raw) => (find(raw, 'Patient').meta = { security: [label] }), /hillside|okafor/i)
    expect(seen.length === 0).toBe(isHidden)
  })
})

describe('a text goes that says', () => {
  test.each<[what: string, text: string, change?: Change]>([
    ['the number of the school', 'Ring +44 1632 960-101 by 3pm'],
    [
      'its address',
      'Write to head@hps.example by 3pm',
      (raw) => (find(raw, 'Organization', 'hillside').telecom = [{ system: 'email', value: 'office@hps.example' }]),
    ],
    [
      'the number of somebody there',
      'Ring 01632 960999 by 3pm',
      (raw) => (find(raw, 'Practitioner', 'okafor').telecom = [{ system: 'phone', value: '(01632) 960 999' }]),
    ],
    [
      'a family name',
      'Ask Ms Okafor by 3pm',
      (raw) => (find(raw, 'Practitioner', 'okafor').name = [{ given: ['Chidi'], family: 'Okafor' }]),
    ],
    ['a whole name', 'Ask Chidi Okafor by 3pm'],
    [
      'another name of the school',
      'Loves the Rookery by 3pm',
      (raw) =>
        (find(raw, 'PractitionerRole', 'okafor').organization = {
          reference: 'Organization/hillside',
          display: 'Rookery School',
        }),
    ],
    [
      'who is in the team on its behalf',
      'Ask Ms Price by 3pm',
      (raw) => (memberIs(raw, 'PractitionerRole/price').onBehalfOf = { reference: 'Organization/hillside' }),
    ],
  ])('%s', (_, text, change) => {
    expect(told((raw) => [change?.(raw), plan(raw, text)], /by 3pm/)).toEqual([])
  })

  test('nothing of the kind stays', () => {
    expect(told((raw) => plan(raw, 'Ring 01632 960 105 by 3pm'), /by 3pm/)).toHaveLength(2)
  })
})

test('rows stay where their text goes', () => {
  const raw = family('ada')
  for (const one of raw.filter(({ resourceType }) => resourceType === 'Task')) one.description = 'Visit Hillside'
  for (const one of raw.filter(({ resourceType }) => resourceType === 'Condition')) {
    Object.assign(one.code as object, { text: 'Hillside is loud' })
  }
  const { contents } = arriveWhole(raw, VIEWER.price)
  expect(contents.commitments?.[0]?.commitments.map(({ what }) => what)).toEqual(Array(3).fill('Text not shown'))
  expect(contents.needs?.[0]?.needs.map(({ code, text }) => [code, text])).toEqual([
    ['trust', 'Text not shown'],
    ['sensory', 'Text not shown'],
  ])
})

test('the viewer’s own, what is area-wide and the family are not hidden, under whatever name they stand', () => {
  const raw = family('ada')
  find(raw, 'Task').requester = { display: 'Northmoor Council' }
  find(raw, 'CareTeam').participant = [...participants(raw), { member: { display: 'Fern Winter' } }]
  const { organisations, people } = hiddenPlaces(parseResources(raw, NOW), VIEWER.shah.organisation) ?? {}
  expect(new Set(organisations?.flatMap(({ reference, name }) => [reference, name]))).toEqual(
    new Set(['Organization/hillside', 'Hillside Primary School', '']),
  )
  expect(new Set(people)).toEqual(new Set(['Mr Khan', 'Ms Okafor', 'Mr Lee']))
})
