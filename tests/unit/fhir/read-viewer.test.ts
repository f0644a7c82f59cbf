import { describe, expect, test } from 'vitest'
import { readViewer } from '../../../src/fhir/read-viewer.ts'
import { practiceViewer, SIGN_INS } from '../../../src/practice/families/index.ts'
import { CODE_SYSTEM, IDENTIFIER_SYSTEM } from '../../../src/record/code-systems.ts'

test('a viewer is who the source says: role, person and place', () => {
  expect(readViewer(practiceViewer('PractitionerRole/khan'))).toEqual({
    audience: 'class-teacher',
    name: 'Mr Khan',
    organisationName: 'Hillside Primary School',
    role: 'PractitionerRole/khan',
    person: 'Practitioner/khan',
    organisation: 'Organization/hillside',
    identifiers: [{ system: IDENTIFIER_SYSTEM.schoolUrn, value: '999001' }],
  })
})

test('every number the source knows them, their role and their place by is taken along, if it says whose it is', () => {
  const numbered = practiceViewer('PractitionerRole/khan').map(({ id, ...one }, at) => ({
    ...one,
    id,
    identifier: [{ system: 'urn:x', value: `n${at}` }, { value: 'no system' }, { system: 'urn:no-value' }],
  }))
  expect(
    readViewer(numbered)
      .identifiers.map(({ value }) => value)
      .toSorted(),
  ).toEqual(['n0', 'n1', 'n2'])
})

test.each(SIGN_INS)('$practitionerRole signs in as $audience', ({ practitionerRole, audience }) => {
  expect(readViewer(practiceViewer(practitionerRole)).audience).toBe(audience)
})

describe('refuses', () => {
  const [role, ...others] = practiceViewer('PractitionerRole/khan')
  const audience = (code: string, system: string = CODE_SYSTEM.audience) => ({ code: [{ coding: [{ system, code }] }] })
  test.each<[string, unknown[]]>([
    ['a role that has ended', [{ ...role, active: false }, ...others]],
    ['a role that is no audience of ours', [{ ...role, ...audience('headteacher') }, ...others]],
    ['an audience in somebody else’s code', [{ ...role, ...audience('gp', 'https://elsewhere.example') }, ...others]],
    ['a role with no code', [{ ...role, code: undefined }, ...others]],
    ['nobody in the role', [role, others[1]]],
    ['no organisation', [role, others[0]]],
    ['nothing', []],
    ['no FHIR', [null, 'x', 7]],
  ])('%s', (_, raw) => {
    expect(() => readViewer(raw)).toThrow(expect.objectContaining({ code: 'source/no-role' }))
  })
})
