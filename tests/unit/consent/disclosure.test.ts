import { describe, expect, test } from 'vitest'
import { compile, type Fate } from '../../../src/consent/compile.ts'
import { type Disclosure, parseDisclosure } from '../../../src/consent/disclosure.ts'
import { requesterFor } from '../../../src/consent/requester.ts'
import { LAST_MS } from '../../../src/core/time.ts'
import { dutyOf } from '../../../src/practice/families/duty.ts'
import { CODE_SYSTEM } from '../../../src/record/code-systems.ts'
import { SECTION_CODES, type SectionCode } from '../../../src/record/sections.ts'
import { agreement, deny, NOISE, NOW, parse, permit, sharing } from '../../fixtures/agreement.ts'
import { GP, HEAD, TEACHER } from '../../fixtures/viewers.ts'

const HL7 = 'http://terminology.hl7.org/CodeSystem'

/** North RAA tells Sam's GP of the noise, from 2 November. Made up. */
type Provenance = ReturnType<typeof disclosed>
function disclosed(until?: string) {
  const spec = {
    by: 'Organization/north-raa',
    on: '2026-11-02',
    reason: 'To keep Sam safe at school',
    to: [{ with: 'gp' as const, at: 'Organization/bridge-street' }],
    sections: ['needs' as const],
    ...(until && { until }),
  }
  const noise = { resourceType: 'Condition' as const, id: 'noise', subject: { reference: 'Patient/sam' as const } }
  return structuredClone(dutyOf(spec, 'duty', 'Patient/sam', [noise])) as unknown as Record<string, unknown>
}

const read = (resource: unknown) => parseDisclosure(resource, 'Patient/sam')

test('a disclosure says by whom, why, since when, to whom and of what', () => {
  expect(read(disclosed())).toEqual({
    by: 'Organization/north-raa',
    on: '2026-11-02',
    reason: 'To keep Sam safe at school',
    fromMs: Date.parse('2026-11-02T00:00:00Z'),
    untilMs: LAST_MS,
    recipients: [
      {
        reference: 'Organization/bridge-street',
        identifier: undefined,
        roles: [expect.objectContaining({ system: CODE_SYSTEM.audience, code: 'gp' })],
        unclear: false,
      },
    ],
    targets: ['Condition/noise'],
  })
  expect(read(disclosed('2026-12-18'))?.untilMs).toBe(Date.parse('2026-12-18T23:59:59.999Z'))
})

describe('without any one of these nothing is disclosed', () => {
  const custodian = { coding: [{ system: `${HL7}/provenance-participant-type`, code: 'custodian' }] }
  const agents = (keep: (agent: { type: { coding: { code: string }[] } }) => boolean) => (one: Provenance) => ({
    ...one,
    agent: (one.agent as Parameters<typeof keep>[0][]).filter(keep),
  })
  const eachAgent = (change: (agent: object) => object) => (one: Provenance) => ({
    ...one,
    agent: (one.agent as object[]).map(change),
  })
  const laid = (changes: object) => (one: Provenance) => ({ ...one, ...changes })
  test.each<[string, (one: Provenance) => unknown]>([
    ['a discloser', agents(({ type }) => type.coding[0]?.code !== 'custodian')],
    [
      'a discloser that is one',
      eachAgent((one) => ({ ...one, type: { coding: [{ system: 'https://x.example', code: 'custodian' }] } })),
    ],
    ['recipients', agents(({ type }) => type.coding[0]?.code === 'custodian')],
    ['recipients that are some', eachAgent((one) => ({ ...one, type: custodian }))],
    ['agents', laid({ agent: [] })],
    ['a reference to each agent', eachAgent((one) => ({ ...one, who: { display: 'North RAA' } }))],
    ['a reason', laid({ reason: [] })],
    ['a reason at all', laid({ reason: undefined })],
    ['a reason in words', laid({ reason: [{ coding: [{ system: 'x', code: 'TREAT' }] }] })],
    ['a reason that says something', laid({ reason: [{ text: ' ' }] })],
    ['a date', laid({ occurredPeriod: undefined })],
    ['a date at which it begins', laid({ occurredPeriod: { end: '2026-12-18' } })],
    ['a date that can be read', laid({ occurredPeriod: { start: 'autumn' } })],
    ['an end that can be read', laid({ occurredPeriod: { start: '2026-11-02', end: 'christmas' } })],
    ['this child', laid({ target: [{ reference: 'Patient/mia' }, { reference: 'Condition/noise' }] })],
    ['any child', laid({ target: [{ reference: 'Condition/noise' }] })],
    ['any data', laid({ target: undefined })],
    ['the activity', laid({ activity: undefined })],
    [
      'an activity of ours',
      laid({ activity: { coding: [{ system: 'https://x.example', code: 'disclosure-under-duty' }] } }),
    ],
    ['the activity that it is', laid({ activity: { coding: [{ system: CODE_SYSTEM.basis, code: 'agreement' }] } })],
    ['being a Provenance', laid({ resourceType: 'Consent' })],
    ['being without a modifier', laid({ modifierExtension: [{ url: 'https://x.example' }] })],
    [
      'agents being without a modifier',
      eachAgent((one) => ({ ...one, modifierExtension: [{ url: 'https://x.example' }] })),
    ],
    ['being without rules that change it', laid({ implicitRules: 'https://x.example' })],
    ['being a resource', () => 'text'],
    ['being anything', () => undefined],
  ])('%s', (_, change) => {
    expect(read(disclosed())).toBeDefined()
    expect(read(change(disclosed()))).toBeUndefined()
  })
})

describe('what is disclosed under duty', () => {
  const resources = [NOISE, { ...NOISE, id: 'dark' }]
  const listed = Object.fromEntries(
    SECTION_CODES.map((section) => [section, section === 'needs' ? ['Condition/noise', 'Condition/dark'] : []]),
  ) as Record<SectionCode, string[]>
  const of = (resource: unknown): Disclosure[] => [read(resource)].filter((one) => one !== undefined)

  /** How each of Sam's needs fares: the noise and the dark. */
  function fates(consents: object[], disclosures: Disclosure[], viewer = GP, atMs = NOW): Fate['kind'][] {
    const parts = compile({ consents: parse(consents), disclosures, resources, listed })(requesterFor(viewer))
    return ['Condition/noise', 'Condition/dark'].map((reference) => {
      const { timeline } = parts.needs.find(({ items }) => items.includes(reference)) ?? {}
      return timeline?.find(({ fromMs, untilMs }) => fromMs <= atMs && atMs <= untilMs)?.kind ?? 'not-covered'
    })
  }
  const granted = sharing(permit({ to: ['Practitioner/shah', 'Practitioner/khan'] }))

  test.each<[string, object[], Fate['kind'][]]>([
    ['whoever agreed to nothing', [], ['under-duty', 'not-covered']],
    ['whoever refused', [agreement(deny())], ['under-duty', 'withheld']],
    [
      'whoever took it back',
      [agreement(deny({ rules: [permit()] }), { status: 'inactive' })],
      ['under-duty', 'withdrawn'],
    ],
    ['whatever cannot be read', [{}], ['under-duty', 'needs-check']],
    ['and not as under duty where it is agreed', [granted], ['allow', 'allow']],
  ])('is shown, %s', (_, consents, expected) => {
    expect(fates(consents, of(disclosed()))).toEqual(expected)
  })

  test('is for its recipients alone', () => {
    expect(fates([], of(disclosed()), TEACHER)).toEqual(['not-covered', 'not-covered'])
    expect(fates([], of(disclosed()), HEAD)).toEqual(['not-covered', 'not-covered'])
  })

  test('is not for somebody who only may be a recipient', () => {
    const to = (who: object, role: object = {}) => {
      const one = disclosed()
      const [discloser] = one.agent as object[]
      const type = { coding: [{ system: `${HL7}/v3-ParticipationType`, code: 'IRCP' }] }
      return { ...one, agent: [discloser, { type, who, ...role }] }
    }
    const headteacher = { role: [{ coding: [{ system: CODE_SYSTEM.audience, code: 'headteacher' }] }] }
    expect(fates([], of(to({ reference: 'Practitioner/shah' })))).toEqual(['under-duty', 'not-covered'])
    expect(fates([], of(to({ reference: 'Group/staff' })))).toEqual(['not-covered', 'not-covered'])
    expect(fates([], of(to({ reference: 'Practitioner/shah' }, headteacher)))).toEqual(['not-covered', 'not-covered'])
  })

  test.each<[at: string, Fate['kind']]>([
    ['2026-11-01T23:59:59.999Z', 'not-covered'],
    ['2026-11-02T00:00:00.000Z', 'under-duty'],
    ['2026-12-18T23:59:59.999Z', 'under-duty'],
    ['2026-12-19T00:00:00.000Z', 'not-covered'],
  ])('begins and ends: at %s it is %s', (at, expected) => {
    expect(fates([], of(disclosed('2026-12-18')), GP, Date.parse(at))[0]).toBe(expected)
  })

  test('is never made by anything else that a record holds', () => {
    const posing = [
      { ...disclosed(), resourceType: 'AuditEvent' },
      { ...disclosed(), activity: { coding: [{ system: `${HL7}/v3-DocumentCompletion`, code: 'LA' }] } },
      agreement(deny(), { category: [{ coding: [{ system: CODE_SYSTEM.basis, code: 'disclosure-under-duty' }] }] }),
      agreement(deny({ also: { purpose: [{ system: `${HL7}/v3-ActReason`, code: 'BTG' }] } })),
    ]
    expect(posing.flatMap(of)).toEqual([])
    expect(fates(posing.slice(2), posing.flatMap(of))).not.toContain('under-duty')
  })
})
