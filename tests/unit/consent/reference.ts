/*
 * A second opinion: R4 Consent evaluated slowly and plainly, out of the raw JSON, sharing no code with `src/consent/`.
 * It knows no more dates and codes than `cases.ts` writes. Dates are in winter, when England keeps UTC.
 *
 * What it was written from (R4 4.0.1 Consent; "IHE" is the ITI Privacy Consent on FHIR profile and its examples):
 *
 * - R4 status: only an `active` Consent is enforced. R4 scope: only `patient-privacy` is about sharing. R4 verification:
 *   one that was not verified is not to be relied on. Such a Consent, and one with an element that is not known, permits
 *   nothing in any part; it may still refuse.
 * - R4 modifierExtension, implicitRules: who does not understand them must not use the resource. Nor one about another
 *   patient, with a date that is no date, an empty list (which is no FHIR), a nested rule without a type, or no base
 *   decision, from its own type or from `policyRule`. What cannot be used counts as a refusal, to be looked at.
 * - R4 provision.period: when the rule is in force. Actor and action: who may do what. Those are the "who" of a rule.
 *   Purpose, securityLabel, class, code, dataPeriod and data are its "what". Criteria are ANDed, the values of one ORed.
 * - A criterion that cannot be decided leaves open whether the rule fits. It refuses all the same; it does not permit.
 * - R4 provision.provision, "exceptions to the base policy or rule": a rule within a rule of the other type is an
 *   exception. Both must fit; the exception decides. An exception that is open excuses from no refusal.
 * - IHE (a permission within a permission is not narrowed by the purpose of the outer one): a rule within a rule of its
 *   own type is an addition. It stands beside it, for the same people and the same time, and never flips it.
 * - The strictest of what is said holds: a refusal, then an open refusal, then a permission, then an open permission.
 * - A root that refuses everything, with a permission right beneath it, is "nothing, but for …": it refuses nothing
 *   itself. Across Consents a refusal overrides.
 * - R4 securityLabel: confidentiality is a high-water mark, so a permission is for that level and below, a refusal for
 *   that level and above, and of several labels on the data the highest counts. Other labels are for their kinds too.
 */
import { CODE_SYSTEM } from '../../../src/record/code-systems.ts'

export type Coding = { system?: string; code?: string; display?: string }
export type Concept = { coding?: Coding[]; text?: string }
export type Reference = { reference?: string; identifier?: { system?: string; value?: string }; display?: string }
export type Period = { start?: string | undefined; end?: string | undefined }
export type Provision = {
  type?: string | undefined
  period?: Period
  actor?: { role?: Concept; reference?: Reference; modifierExtension?: object[] }[]
  action?: Concept[]
  purpose?: Coding[]
  securityLabel?: Coding[]
  class?: Coding[]
  code?: Concept[]
  dataPeriod?: Period
  data?: { meaning: string; reference: Reference }[]
  modifierExtension?: object[]
  /** Not R4. */
  weather?: string
  provision?: Provision[]
}
export type RawConsent = {
  resourceType: 'Consent'
  id: string
  status: string
  scope?: Concept | undefined
  patient?: Reference | undefined
  dateTime?: string
  policyRule?: Concept | undefined
  verification?: { verified: boolean }[]
  modifierExtension?: object[]
  implicitRules?: string
  /** Not R4. */
  decision?: string
  provision?: Provision | undefined
}
export type RawResource = {
  /** None where nothing is written. */
  resourceType?: string
  id?: string
  meta?: { security?: Coding[]; profile?: string[] }
  [element: string]: unknown
}

export type Asking = {
  references: string[]
  identifiers: { system: string; code: string }[]
  audience: string | undefined
  purposes: { system: string; code: string }[]
}
export type Answer = 'allow' | 'withheld' | 'needs-check' | 'withdrawn' | 'not-covered'
type Question = { asking: Asking; item: RawResource; section: string; atMs: number; resources: RawResource[] }

/** What a rule says, the strictest first; nothing when it is about something else. */
const SAYS = ['refuse', 'refuse?', 'permit', 'permit?'] as const
type Says = (typeof SAYS)[number] | undefined
type Fits = 'yes' | 'no' | '?'

/** @param patient the child that the agreements must be about */
export function answer(consents: RawConsent[], patient: string, question: Question): Answer {
  const inForce = consents.map((consent) => {
    if (consent.status !== 'active') return undefined
    if (isShapeless(consent)) return 'refuse?'
    return isUnusable(consent, patient) ? 'refuse?' : consentSays(consent, question)
  })
  const says = strictest(inForce)
  if (says === 'refuse') return 'withheld'
  if (says === 'refuse?') return 'needs-check'
  if (says === 'permit') return 'allow'
  if (says === 'permit?') return 'needs-check'
  const wasPermitted = consents.some(
    (consent) =>
      ['inactive', 'rejected', 'entered-in-error'].includes(consent.status) &&
      !isShapeless(consent) &&
      !isUnusable(consent, patient) &&
      consentSays(consent, question) === 'permit',
  )
  return wasPermitted ? 'withdrawn' : 'not-covered'
}

function strictest(said: Says[]): Says {
  return SAYS.find((one) => said.includes(one))
}

function soften(says: Says): Says {
  if (says === 'refuse') return 'refuse?'
  return says === 'permit' ? 'permit?' : says
}

const LISTS = ['actor', 'action', 'purpose', 'securityLabel', 'class', 'code', 'data'] as const

/** Not a Consent as R4 shapes one, so that nothing in it can be relied on but that it is not in force. */
function isShapeless({ provision }: RawConsent): boolean {
  const rules = provision ? everyRule(provision) : []
  return rules.some((rule) => LISTS.some((list) => rule[list]?.length === 0))
}

function isUnusable(consent: RawConsent, patient: string): boolean {
  const rules = consent.provision ? everyRule(consent.provision) : []
  return (
    consent.patient?.reference !== patient ||
    consent.modifierExtension !== undefined ||
    consent.implicitRules !== undefined ||
    consent.decision !== undefined ||
    (consent.dateTime !== undefined && day(consent.dateTime) === undefined) ||
    baseType(consent) === undefined ||
    (consent.provision?.type === 'permit' && baseType({ ...consent, provision: {} }) === 'deny') ||
    rules.some((rule) => rule !== consent.provision && rule.type === undefined) ||
    rules.some((rule) => rule.modifierExtension || rule.actor?.some((actor) => actor.modifierExtension)) ||
    rules.some((rule) => !isPeriod(rule.period) || !isPeriod(rule.dataPeriod))
  )
}

function everyRule(rule: Provision): Provision[] {
  return [rule, ...(rule.provision ?? []).flatMap(everyRule)]
}

function baseType({ provision, policyRule }: RawConsent): string | undefined {
  if (provision?.type) return provision.type
  const codes = (policyRule?.coding ?? []).map(({ code }) => code)
  if (codes.includes('OPTOUT')) return 'deny'
  return codes.includes('OPTIN') ? 'permit' : undefined
}

function consentSays(consent: RawConsent, question: Question): Says {
  const root: Provision = { ...consent.provision, type: baseType(consent) }
  const refusesEverything =
    root.type === 'deny' &&
    !(root.purpose || root.securityLabel || root.class || root.code || root.dataPeriod || root.data)
  const isButFor = refusesEverything && (root.provision ?? []).some(({ type }) => type === 'permit')
  const isAboutSharing = (consent.scope?.coding ?? []).some(({ code }) => code === 'patient-privacy')
  const isVerified = (consent.verification ?? []).every(({ verified }) => verified)
  const said = ruleSays(root, question, isButFor)
  return isAboutSharing && isVerified ? said : soften(said)
}

function ruleSays(rule: Provision, question: Question, refusesNothing: boolean): Says {
  if (!isInForce(rule.period, question.atMs)) return undefined
  const who = and([
    rule.actor ? or(rule.actor.map((actor) => isActor(actor, question))) : 'yes',
    rule.action ? or(rule.action.map(isLooking)) : 'yes',
  ])
  if (who === 'no') return undefined
  const inner = (isSame: boolean) =>
    strictest(
      (rule.provision ?? [])
        .filter(({ type }) => (type === rule.type) === isSame)
        .map((one) => ruleSays(one, question, false)),
    )
  const isStrange = rule.weather !== undefined
  const additions = who === '?' || isStrange ? soften(inner(true)) : inner(true)
  const fits = and([who, isStrange ? '?' : 'yes', ...what(rule, question)])
  if (fits === 'no') return additions

  const exception = inner(false)
  const own: Says = rule.type === 'permit' ? 'permit' : refusesNothing ? undefined : 'refuse'
  let word: Says = exception ?? own
  if (exception === 'permit?' && own === 'refuse') word = 'refuse?'
  return strictest([fits === 'yes' ? word : soften(word), additions])
}

function and(fits: Fits[]): Fits {
  return fits.includes('no') ? 'no' : fits.includes('?') ? '?' : 'yes'
}

function or(fits: Fits[]): Fits {
  return fits.includes('yes') ? 'yes' : fits.includes('?') ? '?' : 'no'
}

function yesOrNo(isSo: boolean): Fits {
  return isSo ? 'yes' : 'no'
}

/* Time */

const DAY_MS = 86_400_000

/** The first and the last millisecond of a winter day, or of the second that a time names. */
function day(text: string): [fromMs: number, untilMs: number] | undefined {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    const fromMs = Date.parse(`${text}T00:00:00Z`)
    // A day that there is not comes back as another.
    const isDay = !Number.isNaN(fromMs) && new Date(fromMs).toISOString().startsWith(text)
    return isDay ? [fromMs, fromMs + DAY_MS - 1] : undefined
  }
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return undefined
  return [Date.parse(text), Date.parse(text) + 999]
}

/** From when until when; undefined when that is no period. */
function span(period: Period): [fromMs: number, untilMs: number] | undefined {
  const from = period.start === undefined ? Number.NEGATIVE_INFINITY : day(period.start)?.[0]
  const until = period.end === undefined ? Number.POSITIVE_INFINITY : day(period.end)?.[1]
  return from === undefined || until === undefined || from > until ? undefined : [from, until]
}

function isPeriod(period: Period | undefined): boolean {
  return period === undefined || span(period) !== undefined
}

function isInForce(period: Period | undefined, atMs: number): boolean {
  const [from, until] = span(period ?? {}) ?? [0, 0]
  return from <= atMs && atMs <= until
}

/* Who */

function isActor({ role, reference }: NonNullable<Provision['actor']>[number], question: Question): Fits {
  return and([role ? isInRole(role, question) : 'yes', isParty(reference ?? {}, question, [])])
}

function isInRole({ coding }: Concept, { asking }: Question): Fits {
  const codes = coding ?? []
  if (codes.length === 0 || codes.some(({ system, code }) => !system || !code)) return '?'
  const audiences = codes.filter(({ system }) => system === CODE_SYSTEM.audience)
  if (audiences.length === 0) return codes.some(({ code }) => code === 'IRCP') ? 'yes' : '?'
  if (audiences.length > 1 || asking.audience === undefined) return '?'
  if (!['class-teacher', 'gp', 'senco'].includes(audiences[0]?.code ?? '')) return '?'
  return yesOrNo(audiences[0]?.code === asking.audience)
}

function isParty({ reference, identifier }: Reference, question: Question, inside: string[]): Fits {
  const { asking, resources, atMs } = question
  if (reference === undefined) {
    if (!identifier?.system || !identifier.value) return '?'
    const own = asking.identifiers.filter(({ system }) => system === identifier.system)
    if (own.some(({ code }) => code === identifier.value)) return 'yes'
    return own.length > 0 ? 'no' : '?'
  }
  if (asking.references.includes(reference)) return 'yes'
  const [type, id, ...more] = reference.split('/')
  if (!type || !id || more.length > 0) return '?'
  const resource = resources.find((one) => one.resourceType === type && one.id === id)
  if (type === 'Practitioner' || type === 'Organization') {
    const identifiers = (resource?.identifier ?? []) as { system: string; value: string }[]
    return yesOrNo(
      identifiers.some(({ system, value }) =>
        asking.identifiers.some((own) => own.system === system && own.code === value),
      ),
    )
  }
  if (type === 'PractitionerRole') {
    if (!resource) return '?'
    return asking.references.includes((resource.practitioner as Reference | undefined)?.reference ?? '') ? '?' : 'no'
  }
  if (type !== 'Group' && type !== 'CareTeam') return type === 'RelatedPerson' ? 'no' : '?'
  if (inside.includes(reference)) return 'no' // it adds nobody to itself
  if (!resource || resource.actual === false || (type === 'CareTeam' && resource.status !== 'active')) return '?'
  if (!resource.member && !resource.participant) return '?' // it lists nobody, which is not to say that there is nobody
  const members = (resource.member ?? resource.participant ?? []) as {
    entity?: Reference
    member?: Reference
    period?: Period
    inactive?: boolean
  }[]
  return or(
    members.map((member): Fits => {
      if (member.inactive) return 'no'
      const party = isParty(member.entity ?? member.member ?? {}, question, [...inside, reference])
      if (!isPeriod(member.period)) return and(['?', party])
      return isInForce(member.period, atMs) ? party : 'no'
    }),
  )
}

function isLooking({ coding }: Concept): Fits {
  const codes = coding ?? []
  if (codes.length === 0) return '?'
  // Named by two different codes, it may be either.
  const [code, ...others] = new Set(codes.map((one) => one.code))
  if (others.length > 0) return '?'
  if (code === 'access') return 'yes'
  return code === 'correct' ? 'no' : '?'
}

/* What */

function what(rule: Provision, question: Question): Fits[] {
  return [
    rule.purpose ? or(rule.purpose.map((purpose) => isFor(purpose, question))) : 'yes',
    rule.securityLabel ? or(rule.securityLabel.map((label) => isLabelled(label, rule.type, question.item))) : 'yes',
    rule.class ? or(rule.class.map((one) => isOfClass(one, question.item))) : 'yes',
    rule.code ? or(rule.code.map((concept) => isCoded(concept, question))) : 'yes',
    rule.dataPeriod ? isOfTime(rule.dataPeriod, rule.type, question.item) : 'yes',
    rule.data ? or(rule.data.map((one) => isData(one, question))) : 'yes',
  ]
}

/** Each purpose and sensitivity that the cases use, with what it is a kind of. */
const KIND_OF: Record<string, string[]> = {
  TREAT: [],
  HRESCH: [],
  ETREAT: ['TREAT'],
  BTG: ['ETREAT', 'TREAT'],
  education: [],
  'education-oversight': ['education'],
  'support-planning': [],
}
const SENSITIVE_KIND_OF: Record<string, string[]> = { HIV: [], SPI: [], SUD: ['SPI'], OPIOIDUD: ['SUD', 'SPI'] }

function isFor({ system, code }: Coding, { asking }: Question): Fits {
  if (!system || !code) return '?'
  const isKindOf = asking.purposes.some(
    (own) => own.system === system && (own.code === code || KIND_OF[own.code]?.includes(code)),
  )
  if (isKindOf) return 'yes'
  return KIND_OF[code] && asking.purposes.length > 0 ? 'no' : '?'
}

const LEVELS = ['U', 'L', 'M', 'N', 'R', 'V']
const isConfidentiality = ({ system }: Coding) => system?.endsWith('v3-Confidentiality')

function isLabelled(label: Coding, type: string | undefined, item: RawResource): Fits {
  const { system, code } = label
  if (!system || !code) return '?'
  const labels = item.meta?.security ?? []
  // A label on the data that cannot be read may be any.
  const mayBeAny = labels.some((one) => !one.system || !one.code || (isConfidentiality(one) && !isLevel(one.code)))
  if (isConfidentiality(label)) {
    if (!isLevel(code)) return '?'
    const levels = labels.filter(isConfidentiality).map((one) => LEVELS.indexOf(one.code ?? ''))
    if (levels.every((level) => level < 0)) return '?'
    if (mayBeAny) return '?'
    const highest = Math.max(...levels)
    return yesOrNo(type === 'permit' ? highest <= LEVELS.indexOf(code) : highest >= LEVELS.indexOf(code))
  }
  const own = labels.map((one) => one.code ?? '')
  if (own.some((one) => one === code || SENSITIVE_KIND_OF[one]?.includes(code))) return 'yes'
  if (labels.length === 0 || mayBeAny) return '?'
  return own.some((one) => SENSITIVE_KIND_OF[code]?.includes(one)) ? '?' : 'no'
}

function isLevel(code: string): boolean {
  return LEVELS.includes(code)
}

function isOfClass({ system, code }: Coding, item: RawResource): Fits {
  if (!system || !code) return '?'
  if (item.resourceType === undefined) return '?'
  if (system === 'http://hl7.org/fhir/resource-types') return yesOrNo(item.resourceType === code)
  if (system !== 'urn:ietf:rfc:3986') return '?' // kinds of document: no item is one
  const profiles = item.meta?.profile ?? []
  return profiles.length === 0 ? '?' : yesOrNo(profiles.includes(code))
}

/** The section it is listed in, and the codes in it that are not sections. */
function codesOf({ item, section }: Question): Coding[] {
  const { meta: _, ...content } = item
  const found: Coding[] = []
  JSON.stringify(content, (_key, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string') {
      found.push(value as Coding)
    }
    return value
  })
  return [
    ...found.filter(({ system }) => system !== CODE_SYSTEM.section),
    { system: CODE_SYSTEM.section, code: section },
  ]
}

function isCoded({ coding }: Concept, question: Question): Fits {
  if (!coding || coding.length === 0 || coding.some(({ system, code }) => !system || !code)) return '?'
  if (coding.some(({ system, code }) => system === CODE_SYSTEM.section && code === 'star-sign')) return '?'
  const own = codesOf(question)
  if (coding.some((one) => own.some(({ system, code }) => system === one.system && code === one.code))) return 'yes'
  // A code on the data without a system may be any, but for a section: only the record's own list says that.
  const isSection = coding.every(({ system }) => system === CODE_SYSTEM.section)
  if (!isSection && own.some(({ system }) => !system)) return '?'
  return coding.some((one) => own.some(({ system }) => system === one.system)) ? 'no' : '?'
}

function isOfTime(wanted: Period, type: string | undefined, item: RawResource): Fits {
  const time = item.effectiveDateTime ?? item.onsetPeriod ?? item.recordedDate ?? item.startDate
  if (time === undefined) return '?'
  const written = typeof time === 'string' ? { start: time, end: time } : (time as Period)
  const own = written.start && written.end ? span(written) : undefined
  const [from, until] = span(wanted) ?? [0, 0]
  if (!own) return '?'
  return yesOrNo(type === 'permit' ? from <= own[0] && own[1] <= until : from <= own[1] && own[0] <= until)
}

function referencesIn(resource: unknown): string[] {
  return [...JSON.stringify(resource ?? null).matchAll(/"reference":"([^"]*)"/g)].map(([, reference = '']) => reference)
}

function isData(
  { meaning, reference: { reference } }: NonNullable<Provision['data']>[number],
  question: Question,
): Fits {
  const { item, resources } = question
  const own = `${item.resourceType}/${item.id}`
  if (item.id === undefined || !reference || !/^[A-Za-z]+\/[^/]+$/.test(reference)) return '?'
  if (meaning === 'authoredby') return isBy(reference, own, question)
  if (own === reference) return 'yes'
  if (meaning === 'instance') return 'no'
  if (referencesIn(item).includes(reference)) return 'yes'
  if (meaning === 'dependents') return 'no'
  const other = resources.find(({ resourceType, id }) => `${resourceType}/${id}` === reference)
  return other ? yesOrNo(referencesIn(other).includes(own)) : '?'
}

function isBy(wanted: string, own: string, { item, resources }: Question): Fits {
  const roleOf = (one: string) => resources.find(({ resourceType, id }) => `${resourceType}/${id}` === one && id)
  const provenances = resources.filter(
    ({ resourceType, target }) => resourceType === 'Provenance' && referencesIn(target).includes(own),
  )
  const authors = [item.performer, item.recorder, ...provenances.map(({ agent }) => agent)].flatMap(referencesIn)
  if (authors.length === 0) return '?'
  const fits = authors.map((author): Fits => {
    if (author === wanted) return 'yes'
    if (author.startsWith('PractitionerRole/')) {
      const role = roleOf(author)
      return role ? yesOrNo(referencesIn([role.practitioner, role.organization]).includes(wanted)) : '?'
    }
    // The person may have been in this very role.
    const role = wanted.startsWith('PractitionerRole/') ? roleOf(wanted) : undefined
    return role && referencesIn(role.practitioner).includes(author) ? '?' : 'no'
  })
  return or(fits)
}
