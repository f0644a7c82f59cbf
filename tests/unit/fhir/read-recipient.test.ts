import type { Bundle, Composition, Extension, Organization, PractitionerRole, Resource } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import { readRecipient } from '../../../src/fhir/read-recipient.ts'
import { sharedWith } from '../../../src/practice/families/shared-with.ts'
import { CODE_SYSTEM, EXTENSION } from '../../../src/record/code-systems.ts'
import { SAM } from '../../fixtures/small-family.ts'

const NOW = Date.parse('2026-11-23T09:00:00Z')

type Change = (resource: Resource) => Resource

const read = (change: Change = (one) => one, role = 'PractitionerRole/shah') => {
  const bundle: Bundle = sharedWith(SAM, role)
  const resources = (bundle.entry ?? []).flatMap(({ resource }) =>
    resource ? [change(structuredClone(resource))] : [],
  )
  return readRecipient(resources, 'Dr Shah', NOW)
}

const role = (change: (one: PractitionerRole) => PractitionerRole): Change => {
  return (one) => (one.resourceType === 'PractitionerRole' && one.id === 'shah' ? change(one) : one)
}
const code = (audience: string) => ({ coding: [{ system: CODE_SYSTEM.audience, code: audience }] })

describe('whom a record was made for', () => {
  test('is the role that its Composition names, under the name that whoever opens it gives', () => {
    expect(read()).toMatchObject({
      madeForName: 'Dr Shah',
      viewer: {
        audience: 'gp',
        isDeclared: true,
        name: 'Dr Shah',
        role: 'PractitionerRole/shah',
        organisation: 'Organization/bridge-street',
      },
    })
  })

  const extension = (reference: string): Extension => ({ url: EXTENSION.madeFor, valueReference: { reference } })
  const addressed = (references: string[]): Change => {
    return (one) =>
      one.resourceType === 'Composition' ? ({ ...one, extension: references.map(extension) } as Composition) : one
  }

  test.each<[what: string, change: Change]>([
    ['names nobody', addressed([])],
    ['names two', addressed(['PractitionerRole/shah', 'PractitionerRole/khan'])],
    ['names somebody who is not in it', addressed(['PractitionerRole/nobody'])],
    ['names a person in no role', addressed(['Practitioner/shah'])],
    ['is for a role that has ended', role((one) => ({ ...one, period: { end: '2020-01-01' } }))],
    ['is for a role that has not begun', role((one) => ({ ...one, period: { start: '2027-01-01' } }))],
    ['is for a role that is not active', role((one) => ({ ...one, active: false }))],
    ['is for two roles in one', role((one) => ({ ...one, code: [code('gp'), code('class-teacher')] }))],
    ['is for a role that we do not know', role((one) => ({ ...one, code: [code('headteacher')] }))],
    [
      'is for a role that may mean its opposite',
      role((one) => ({ ...one, modifierExtension: [{ url: 'https://x.example/not' }] })),
    ],
  ])('is nobody when it %s', (_, change) => {
    expect(() => read(change)).toThrow(expect.objectContaining({ code: 'record/for-nobody' }))
  })

  test('is shown on one line, cut short, and for a class teacher without a word of status', () => {
    const called = (name: string): Change => {
      return (one) => (one.resourceType === 'Organization' ? ({ ...one, name } satisfies Organization) : one)
    }
    const long = read(called(`Bridge\n\u202eStreet ${'x'.repeat(10_000)}`)).viewer.organisationName
    expect(long).toMatch(/^Bridge Street x+$/)
    expect(long).toHaveLength(80)
    const agency = called('North Adoption Agency')
    expect(read(agency).viewer.organisationName).toBe('North Adoption Agency')
    expect(read(agency, 'PractitionerRole/khan').viewer.organisationName).not.toMatch(/adopt/i)
  })
})
