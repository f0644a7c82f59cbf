import { type Commitment, type Contents, type NamedPerson, PERSON_ROLES } from './section-content.ts'
import { strip, textsIn } from './strip.ts'

/**
 * The organisations that would tell where a child is, and the names of the people there. References are relative FHIR
 * references on the source.
 */
export type HiddenPlaces = { organisations: { reference: string; name: string }[]; people: string[] }

/** Whether a text names one of these places, or somebody there. */
export function namesPlace({ organisations, people }: HiddenPlaces): (text: string) => boolean {
  const references = new Set(organisations.map(({ reference }) => reference))
  const names = organisations.map(({ name }) => name)
  const named = mentioning([...names.flatMap(shortNames), ...people])
  return (text) => references.has(text) || named(text)
}

/**
 * A record for somebody who may not know where the child is: a school's name is as good as an address.
 *
 * People at a hidden organisation keep their role, and what they took on stays. Every other text goes in which the
 * organisation or one of those people is named: the child's own words too, for safety comes first. It says yes too often
 * rather than too seldom: "Oak Academy" takes with it any line about an oak.
 *
 * Who is at a hidden organisation is told, and read from `contents` as well.
 */
export function withoutPlaces(contents: Contents, { organisations, people }: HiddenPlaces): Contents {
  const references = new Set(organisations.map(({ reference }) => reference))
  const names = organisations.map(({ name }) => name)
  const namesWhole = mentioning(names)
  const namesShort = mentioning(names.flatMap(shortNames))
  const isPlace = (text: string) => references.has(text) || namesShort(text)
  // Northmoor College is hidden, Northmoor Council is another organisation: the town goes, but not who works there.
  const isAt: IsAt = (texts, organisation) =>
    texts.some((text) => references.has(text) || namesWhole(text) || (organisation === undefined && namesShort(text)))

  const namesPerson = mentioning([...people, ...peopleAt(contents, isAt)])
  const isHidden = (text: string) => isPlace(text) || namesPerson(text)
  const isThere: IsAt = (texts, organisation) => isAt(texts, organisation) || texts.some(namesPerson)
  return strip(mask(contents, isHidden, isThere), isHidden) as Contents
}

type Test = (text: string) => boolean

/** Whether somebody of whom these texts are written, and whose organisation has this reference, is at a hidden one. */
type IsAt = (texts: string[], organisationReference: string | undefined) => boolean

/** The names of those who are there. A name that only repeats the role tells nobody apart. */
function peopleAt({ people, commitments }: Contents, isAt: IsAt): string[] {
  const there = (people?.people ?? []).filter((one) => isAt(aboutPerson(one), one.organisationReference))
  const owners = (commitments?.commitments ?? []).filter((one) => isAt(aboutOwner(one), one.organisationReference))
  return [
    ...there.map(({ name, role }) => ({ name, role })),
    ...owners.map(({ owner, ownerRole = '' }) => ({ name: owner.replace(/ \(has left\)$/, ''), role: ownerRole })),
  ]
    .filter(({ name, role }) => !mentioning([name])(role))
    .map(({ name }) => name)
}

function aboutPerson({ role, name, organisation, organisationReference, contact }: NamedPerson): string[] {
  return textsIn([role, name, organisation, organisationReference, contact])
}

function aboutOwner({ ownerReference, owner, ownerRole, organisation, organisationReference }: Commitment): string[] {
  return textsIn([ownerReference, owner, ownerRole, organisation, organisationReference])
}

/** Takes out of an entry the texts that hide something, where the entry itself can stay. */
function mask(contents: Contents, isHidden: Test, isThere: IsAt): Contents {
  const { 'about-me': aboutMe, assessment, 'health-context': health, people, plan, commitments, arrangement } = contents
  const shown = (text: string | undefined) => (text !== undefined && isHidden(text) ? undefined : text)
  return {
    ...contents,
    ...(aboutMe && {
      'about-me': { ...aboutMe, quotes: aboutMe.quotes.map((one) => ({ ...one, helpedBy: shown(one.helpedBy) })) },
    }),
    ...(assessment && {
      assessment: { assessments: assessment.assessments.map((one) => ({ ...one, by: shown(one.by) })) },
    }),
    ...(health?.familyHistory?.lastAsked &&
      isHidden(health.familyHistory.lastAsked.of) && {
        'health-context': { ...health, familyHistory: { ...health.familyHistory, lastAsked: undefined } },
      }),
    ...(people && { people: { people: people.people.map((one) => maskPerson(one, shown, isThere)) } }),
    ...(plan?.plan && { plan: { plan: { ...plan.plan, type: shown(plan.plan.type) ?? 'Support plan' } } }),
    ...(commitments && {
      commitments: { commitments: commitments.commitments.map((one) => maskCommitment(one, shown, isThere)) },
    }),
    ...(arrangement && {
      arrangement: {
        ...arrangement,
        responsible: arrangement.responsible.map(({ name, capacity }) => ({
          name: shown(name) ?? inRole(capacity),
          capacity,
        })),
      },
    }),
  }
}

/** The text, unless it hides something. */
type Shown = (text: string | undefined) => string | undefined

function maskPerson(person: NamedPerson, shown: Shown, isThere: IsAt): NamedPerson {
  const { roleCode, name, organisation, organisationReference, contact } = person
  const role = shown(person.role) ?? (roleCode ? PERSON_ROLES[roleCode] : INVOLVED)
  if (!isThere(aboutPerson(person), organisationReference)) {
    const kept = { name: shown(name) ?? inRole(role), organisation: shown(organisation), contact: shown(contact) }
    return { ...person, role, ...kept }
  }
  const nothing = { organisation: undefined, organisationReference: undefined, contact: undefined }
  return { role, roleCode, name: inRole(role), ...nothing }
}

function maskCommitment(commitment: Commitment, shown: Shown, isThere: IsAt): Commitment {
  const { owner, organisation, organisationReference, cover, requester } = commitment
  const ownerRole = shown(commitment.ownerRole)
  const rest = { ...commitment, ownerRole, requester: shown(requester) }
  if (!isThere(aboutOwner(commitment), organisationReference)) {
    const kept = { owner: shown(owner) ?? inRole(ownerRole), organisation: shown(organisation), cover: shown(cover) }
    return { ...rest, ...kept }
  }
  const nothing = { organisation: undefined, organisationReference: undefined, cover: undefined }
  return { ...rest, ownerReference: '', owner: inRole(ownerRole), ...nothing }
}

/** The role of somebody whose role is not known. */
const INVOLVED = 'Involved'

/** "The designated teacher", "The SENCo". */
function inRole(role: string | undefined): string {
  if (!role || role === INVOLVED) return 'Name not shown'
  return `The ${/^\p{Lu}[^\p{Lu}]*$/u.test(role) ? role.toLowerCase() : role}`
}

/** A word at the end of a name that says what kind of place it is, and is left out when people speak of it. */
const KIND =
  / (primary|infants?|juniors?|secondary|high|grammar|community|first|middle|upper|lower|special|free|virtual|church of england|c of e|cofe|ce|catholic|rc|nursery|pre|preschool|sixth form|academy|schools?|college|trust|medical|health|centre|clinic|practice|surgery|hospital|partners|partnership|council|and|of|the)$/

/** A name, without what follows a comma or a bracket, and each of them without the kind of place. */
function shortNames(name: string): string[] {
  const whole = [name, name.split(/[,(]| [-–—] /)[0] ?? ''].map(wordsOf)
  const short = whole.map(withoutKind).filter((words) => !KIND.test(` ${words}`))
  return [...whole, ...short]
}

function withoutKind(words: string): string {
  const shorter = words.replace(/^the /, '').replace(KIND, '')
  return shorter === words ? words : withoutKind(shorter)
}

/** Shorter names than this are looked for as whole words: "oak" is in "soak". */
const DISTINCT_LETTERS = 6

/** Whether a text holds one of the names, however it is spaced, accented and punctuated. A blank name is nobody's. */
function mentioning(names: string[]): Test {
  const wanted = [...new Set(names.map(wordsOf))].filter(Boolean)
  return (text) => {
    const words = wordsOf(text)
    const letters = squeeze(words)
    return wanted.some(
      (name) =>
        ` ${words} `.includes(` ${name} `) ||
        (squeeze(name).length >= DISTINCT_LETTERS && letters.includes(squeeze(name))),
    )
  }
}

/** Small letters without accents, one space between words: "St Mary’s R.C. School" is "st mary s r c school". */
function wordsOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\bsaint\b/g, 'st')
    .trim()
}

/** "stmarysrcschool": an e-mail address has no spaces. */
function squeeze(words: string): string {
  return words.replaceAll(' ', '')
}
