import { type Commitment, type Contents, type NamedPerson, PERSON_ROLES } from './section-content.ts'
import { strip, textsIn } from './strip.ts'

/**
 * The organisations that would tell where a child is, the names of the people there, and how to reach either: telephone
 * numbers, e-mail addresses and websites. References are relative FHIR references on the source; an empty one or an empty
 * name is not known.
 */
export type HiddenPlaces = {
  organisations: { reference: string; name: string }[]
  people: string[]
  contacts: string[]
}

/** Whether a text names one of these places, or somebody there. */
export function namesPlace({ organisations, people, contacts }: HiddenPlaces): Test {
  const references = referencesTo(organisations)
  const names = organisations.map(({ name }) => name)
  return anyOf(
    (text) => references.has(text),
    mentioning(names.flatMap(shortNames)),
    reaching(contacts),
    naming(people),
  )
}

/**
 * A record for somebody who may not know where the child is: a school's name is as good as an address.
 *
 * People at a hidden organisation keep their role, and what they took on stays. Every other text goes in which the
 * organisation or one of those people is named: the child's own words too, for safety comes first. It says yes too often
 * rather than too seldom: "Oak Academy" takes with it any line about an oak. Of a need or a commitment the text goes and
 * the rest stays, so that having none and being shown none are not the same.
 *
 * Who is at a hidden organisation is told, and read from `contents` as well.
 */
export function withoutPlaces(contents: Contents, { organisations, people, contacts }: HiddenPlaces): Contents {
  const references = referencesTo(organisations)
  const names = organisations.map(({ name }) => name)
  const namesWhole = mentioning(names)
  const namesShort = anyOf(mentioning(names.flatMap(shortNames)), reaching(contacts))
  // Northmoor College is hidden, Northmoor Council is another organisation: the town goes, but not who works there.
  const isAt: IsAt = (texts, organisation) =>
    texts.some((text) => references.has(text) || namesWhole(text) || (organisation === undefined && namesShort(text)))

  const namesPerson = naming([...people, ...peopleAt(contents, isAt)])
  const isHidden = anyOf((text) => references.has(text), namesShort, namesPerson)
  const isThere: IsAt = (texts, organisation) => isAt(texts, organisation) || texts.some(namesPerson)
  const masked = mask(contents, isHidden, isThere)
  const { needs: _, commitments: __, ...others } = masked
  return { ...masked, ...(strip(others, isHidden) as Contents) }
}

type Test = (text: string) => boolean

function anyOf(...tests: Test[]): Test {
  return (text) => tests.some((test) => test(text))
}

function referencesTo(organisations: HiddenPlaces['organisations']): ReadonlySet<string> {
  return new Set(organisations.map(({ reference }) => reference).filter(Boolean))
}

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
  const {
    'about-me': aboutMe,
    assessment,
    'health-context': health,
    people,
    plan,
    commitments,
    arrangement,
    needs,
  } = contents
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
    ...(needs && {
      needs: { needs: needs.needs.map((one) => ({ ...one, text: shown(one.text) ?? NOT_SHOWN })) },
    }),
    ...(people && { people: { people: people.people.map((one) => maskPerson(one, shown, isThere)) } }),
    ...(plan?.plan && { plan: { plan: { ...plan.plan, type: shown(plan.plan.type) ?? 'Support plan' } } }),
    ...(commitments && {
      commitments: { commitments: commitments.commitments.map((one, at) => maskCommitment(one, at, shown, isThere)) },
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

/** In the place of a text whose row stays. */
const NOT_SHOWN = 'Text not shown'

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

function maskCommitment(commitment: Commitment, at: number, shown: Shown, isThere: IsAt): Commitment {
  const { id, what, ownerReference, owner, organisation, organisationReference, cover, requester } = commitment
  const ownerRole = shown(commitment.ownerRole)
  const texts = { id: shown(id) ?? `not-shown-${at}`, what: shown(what) ?? NOT_SHOWN }
  const rest = { ...commitment, ...texts, ownerRole, requester: shown(requester) }
  if (!isThere(aboutOwner(commitment), organisationReference)) {
    const references = {
      ownerReference: shown(ownerReference) ?? '',
      organisationReference: shown(organisationReference),
    }
    const kept = { owner: shown(owner) ?? inRole(ownerRole), organisation: shown(organisation), cover: shown(cover) }
    return { ...rest, ...references, ...kept }
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

/** Whether a text names one of these people, in full or by family name: "Chidi Okafor" is "Ms Okafor". */
function naming(people: string[]): Test {
  const families = new Set(people.flatMap(familyNames))
  return anyOf(mentioning(people), (text) => {
    const words = ` ${wordsOf(text)} `
    return [...families].some((family) => words.includes(` ${family} `))
  })
}

/** The last word, also of what stands before a comma or a bracket. A word for a role or a kind of place is nobody's. */
function familyNames(name: string): string[] {
  return [name, name.split(/[,(]| [-–—] /)[0] ?? '']
    .map((part) => wordsOf(part.trim().split(/\s+/).at(-1) ?? ''))
    .filter((word) => word.length >= 3 && !ROLE_WORDS.has(word) && !KIND.test(` ${word}`))
}

const ROLE_WORDS: ReadonlySet<string> = new Set(wordsOf(Object.values(PERSON_ROLES).join(' ')).split(' '))

/** Whether a text holds one of these telephone numbers, however it is written, or a web or e-mail address of the same domain. */
function reaching(contacts: string[]): Test {
  const domains = contacts.flatMap(
    (one) => one.toLowerCase().match(/(?:@|\/\/(?:www\.)?|^www\.)([\p{L}\p{N}.-]+)/u)?.[1] ?? [],
  )
  const numbers = contacts.map((one) =>
    digitsOf(one)
      .replace(/^(00)?44/, '')
      .replace(/^0/, ''),
  )
  const long = numbers.filter((digits) => digits.length >= DISTINCT_LETTERS)
  return (text) => {
    const digits = digitsOf(text)
    const addresses =
      text
        .normalize('NFKC')
        .toLowerCase()
        .match(/[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/gu) ?? []
    return (
      long.some((number) => digits.includes(number)) ||
      addresses.some((address) => domains.some((domain) => `.${address}`.endsWith(`.${domain}`)))
    )
  }
}

function digitsOf(text: string): string {
  return text.normalize('NFKC').replace(/\P{Nd}/gu, '')
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
