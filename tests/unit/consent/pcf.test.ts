import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readActors } from '../../../src/consent/actors.ts'
import { SYSTEM } from '../../../src/consent/concepts.ts'
import { type Consent, parseConsent } from '../../../src/consent/consent.ts'
import { evaluate } from '../../../src/consent/evaluate.ts'
import { readItem } from '../../../src/consent/item.ts'
import { isAboutEverything } from '../../../src/consent/match.ts'
import type { Known, Requester } from '../../../src/consent/request.ts'
import type { Rule } from '../../../src/consent/rule.ts'

/*
 * IHE Privacy Consent on FHIR: every case of tests/vectors/consent-ihe-pcf. Each resource is asked for by itself; the
 * whole is PERMIT_FILTERED when a rule tells data apart, PERMIT when none does.
 */
const FOLDER = new URL('../../vectors/consent-ihe-pcf/', import.meta.url)
const read = (name: string) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))

type Case = {
  id: string
  consent: string
  query: { actor: string; purposeOfUse: string[]; now: string }
  resources?: string[]
  expect: { decision: 'PERMIT' | 'PERMIT_FILTERED' | 'NOT_PERMITTED'; included?: string[] }
}
const CASES: Case[] = read('cases.json').cases
const ALL = readdirSync(new URL('resources/', FOLDER)).map((name) => read(`resources/${name}`))
const items = new Map(ALL.map(readItem).map((item) => [item.reference, item]))
const known: Known = { actors: readActors(ALL), refersTo: (reference) => items.get(reference)?.refersTo }

test('PCF: all 39 cases are here', () => {
  expect(CASES).toHaveLength(39)
})

describe.each(CASES.map((one) => [one.id, one] as const))(
  'PCF',
  (id, { consent, query, resources, expect: expected }) => {
    test(`PCF ${id}`, () => {
      const parsed = parseConsent(read(consent), 'Patient/ex-patient')
      const requester: Requester = {
        references: [query.actor],
        identifiers: [],
        audience: undefined,
        purposes: query.purposeOfUse.map((purpose) => {
          const [code = '', system = SYSTEM.actReason] = purpose.split('|').reverse()
          return { system, code }
        }),
      }
      const asked = resources ? resources.map(read) : ALL.filter(({ resourceType }) => resourceType === 'Observation')
      const included = asked
        .map(readItem)
        .filter((item) => evaluate([parsed], { requester, item, atMs: Date.parse(query.now), known }).kind === 'allow')
        .map(({ reference }) => reference?.split('/')[1])
      const decision = included.length === 0 ? 'NOT_PERMITTED' : tellsDataApart(parsed) ? 'PERMIT_FILTERED' : 'PERMIT'
      expect({ decision, included }).toEqual({
        decision: expected.decision,
        included: expected.included ?? (expected.decision === 'NOT_PERMITTED' ? [] : included),
      })
    })
  },
)

function tellsDataApart(consent: Consent): boolean {
  const within = (rule: Rule): boolean =>
    !isAboutEverything({ ...rule, purposes: undefined }) || rule.rules.some(within)
  return consent.kind === 'active' && within(consent.root)
}
