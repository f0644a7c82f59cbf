import type { Timeline } from '../../src/consent/compile.ts'
import { decide, type Grant } from '../../src/consent/decide.ts'
import { FIRST_MS, LAST_MS } from '../../src/core/time.ts'
import type { Boxed, SectionContent } from '../../src/record/section-content.ts'
import type { SectionCode } from '../../src/record/sections.ts'
import { openCover, writeChild } from '../../src/vault/children.ts'
import type { Cover } from '../../src/vault/cover.ts'
import { readRecord } from '../../src/vault/record.ts'
import type { Source } from '../../src/vault/sources.ts'
import type { Row } from '../../src/vault/stores.ts'
import type { Vault } from '../../src/vault/vault.ts'
import { rowOf } from './places.ts'

/* Wilhelmina Quartermaine, who is made up, as a vault keeps her: as often as a test needs, under other references. */

/** References as they are drawn: random, and their first byte says in which block of the list a child is. */
export const ONE = `1${'a'.repeat(31)}`
export const TWO = `2${'b'.repeat(31)}`

export const LEASE_ENDS = Date.parse('2026-11-24T10:00:00Z')
export const ALWAYS: Timeline = [{ fromMs: FIRST_MS, untilMs: LAST_MS, kind: 'allow', reason: 'agreed' }]

export const STRENGTHS: SectionContent['strengths'] = { strengths: ['Zebedee is her rabbit'] }
export const NEEDS: SectionContent['needs'] = {
  needs: [{ code: 'sensory', text: 'Loud rooms', knowledge: 'confirmed' }],
}

/** What a passer-by with the disk must not find. */
export const SECRETS = [
  ...['Wilhelmina', 'Quartermaine', '9990000018', '7K-204', 'Zebedee', 'class-teacher', 'health-context'],
  ...['secret-code', 'practice.example'],
]

export function coverOf(child: string, changes: Partial<Cover> = {}): Omit<Cover, 'boxes'> {
  return {
    child,
    timelines: { strengths: [ALWAYS], needs: [ALWAYS], arrangement: [ALWAYS], 'health-context': [ALWAYS] },
    sourceId: 's1',
    signedBy: undefined,
    heldBy: 'Practice',
    patient: 'Patient/wilhelmina',
    name: 'Wilhelmina Quartermaine',
    knownAs: 'Wilhelmina',
    second: 'Year 6 · plan reference 7K-204',
    bornOn: '2016-05-12',
    third: { label: 'NHS number', value: '9990000018' },
    confirmedAtMs: undefined,
    agreedBy: 'Wilhelmina’s family',
    sharing: {
      agreements: [{ by: 'Josepha Quartermaine', on: '2026-09-01', fromMs: undefined, untilMs: undefined }],
      recipients: [],
      controller: { name: 'Zebedee Council', contact: undefined, basis: undefined },
      duties: [],
      needsCheck: [],
    },
    withholds: false,
    safeguarding: undefined,
    asAtMs: LEASE_ENDS - 1000,
    checkedAtMs: LEASE_ENDS - 1000,
    leaseEndsAtMs: LEASE_ENDS,
    digest: '',
    visibleUntilMs: LAST_MS,
    identifiers: ['9990000018'],
    hiddenSinceMs: undefined,
    ...changes,
  }
}

/** Writes a child as above, but for the changes, and opens what was written. */
export async function write(
  vault: Vault,
  child: string,
  { contents = { strengths: [STRENGTHS], needs: [NEEDS] }, ...changes }: Partial<Cover> & { contents?: Boxed } = {},
): Promise<Cover> {
  await writeChild(vault, coverOf(child, changes), contents)
  return openCover(vault, child)
}

/** Opens one box of what is kept now, as a page does. */
export async function openBox<Section extends SectionCode>(
  vault: Vault,
  { child }: Cover,
  granted: Grant & { section: Section },
): Promise<SectionContent[Section] | undefined> {
  return (await readRecord(vault, child)).openBox(granted)
}

export function sourceOf(id: string, changes: Partial<Source> = {}): Source {
  return {
    id,
    name: 'Practice',
    viewer: {
      audience: 'class-teacher',
      name: 'Mr Khan',
      organisationName: 'Hillside',
      role: 'PractitionerRole/khan',
      person: 'Practitioner/khan',
      organisation: 'Organization/hillside',
      identifiers: [{ system: 'urn:school', value: 'Zebedee-999001' }],
    },
    from: { kind: 'fhir-server', baseUrl: 'https://practice.example', accessCode: 'secret-code' },
    lastRefresh: undefined,
    confirmed: undefined,
    refreshing: undefined,
    triedAtMs: undefined,
    retry: undefined,
    waitUntilMs: undefined,
    removedHere: undefined,
    ...changes,
  }
}

/** @throws when it is not granted */
export function grant<Section extends SectionCode>(
  cover: Cover,
  section: Section,
  box = 0,
): Grant & { section: Section } {
  const decision = decide(cover, section, LEASE_ENDS)[box]
  if (decision?.kind !== 'allow') throw new Error(`${section} is not granted`)
  return decision.grant as Grant & { section: Section }
}

export function boxOf(vault: Vault, { boxes }: Cover, section: SectionCode): Promise<Row<'boxes'>> {
  return rowOf(vault, 'boxes', boxes[section]?.[0] ?? '')
}
