import type { Organization, Practitioner, PractitionerRole, Resource } from '@medplum/fhirtypes'
import { CODE_SYSTEM, EXTENSION, IDENTIFIER_SYSTEM } from '../../record/code-systems.ts'
import { AUDIENCES, type Audience } from '../../record/viewer.ts'

/*
 * The made-up grown-ups: a nursery, a primary school, an academy for ages 3 to 18, a practice, a council, an agency and
 * the services around them. Telephone numbers are from the ranges that Ofcom keeps for drama.
 */

type Place = {
  id: string
  name: string
  type: 'school' | 'practice' | 'council' | 'agency' | 'service'
  identifier: [system: string, value: string]
  phone?: string
  /** Of the organisations that keep records: codes of our `lawful-basis` code system. */
  basis?: { article6: string; article9: string; schedule1: string; keptUntil: string }
}

const { ods, schoolUrn } = IDENTIFIER_SYSTEM
const PLACES: Place[] = [
  {
    id: 'little-oaks',
    name: 'Little Oaks Nursery',
    type: 'school',
    identifier: [schoolUrn, '999003'],
    phone: '01632 960 109',
  },
  {
    id: 'hillside',
    name: 'Hillside Primary School',
    type: 'school',
    identifier: [schoolUrn, '999001'],
    phone: '01632 960 101',
  },
  {
    id: 'larkfield',
    name: 'Larkfield Academy',
    type: 'school',
    identifier: [schoolUrn, '999002'],
    phone: '01632 960 102',
  },
  {
    id: 'bridge-street',
    name: 'Bridge Street Practice',
    type: 'practice',
    identifier: [ods, 'X99901'],
    phone: '01632 960 103',
  },
  {
    id: 'northmoor',
    name: 'Northmoor Council',
    type: 'council',
    identifier: [ods, 'X99902'],
    phone: '01632 960 104',
    basis: {
      article6: 'public-task',
      article9: 'substantial-public-interest',
      schedule1: 'safeguarding-of-children-and-individuals-at-risk',
      keptUntil: 'the day before the child’s 25th birthday',
    },
  },
  {
    id: 'north-raa',
    name: 'North RAA',
    type: 'agency',
    identifier: [ods, 'X99903'],
    phone: '01632 960 105',
    basis: {
      article6: 'public-task',
      article9: 'health-or-social-care',
      schedule1: 'health-or-social-care-purposes',
      keptUntil: 'six years after support ends',
    },
  },
  {
    id: 'post-adoption',
    name: 'Post-adoption team, North RAA',
    type: 'service',
    identifier: [ods, 'X99904'],
    phone: '01632 960 106',
  },
  {
    id: 'camhs',
    name: 'CAMHS, Northmoor',
    type: 'service',
    identifier: [ods, 'X99905'],
    phone: '01632 960 107',
  },
  {
    id: 'fasd',
    name: 'FASD pathway, Northmoor',
    type: 'service',
    identifier: [ods, 'X99906'],
    phone: '01632 960 108',
  },
  {
    id: 'kinship-team',
    name: 'Kinship team, Northmoor Council',
    type: 'service',
    identifier: [ods, 'X99907'],
    phone: '01632 960 110',
  },
]

type Adult = {
  id: string
  name: string
  at: string
  role: string
  audience?: Audience
  phone?: string
  email?: string
  left?: true
}

const ADULTS: Adult[] = [
  { id: 'flynn', name: 'Mrs Flynn', at: 'little-oaks', role: 'Key person', audience: 'class-teacher' },
  { id: 'moss', name: 'Ms Moss', at: 'little-oaks', role: 'Safeguarding lead', phone: 'ext 3' },
  { id: 'khan', name: 'Mr Khan', at: 'hillside', role: 'Class teacher', audience: 'class-teacher' },
  {
    id: 'okafor',
    name: 'Ms Okafor',
    at: 'hillside',
    role: 'Designated teacher',
    audience: 'designated-teacher',
    email: 'okafor@hillside.example',
  },
  { id: 'dean', name: 'Mr Dean', at: 'hillside', role: 'SENCo', audience: 'senco' },
  { id: 'lee', name: 'Mr Lee', at: 'hillside', role: 'Safeguarding lead', phone: 'ext 204' },
  { id: 'hart', name: 'Ms Hart', at: 'hillside', role: 'Deputy head', left: true },
  { id: 'bello', name: 'Mrs Bello', at: 'larkfield', role: 'Designated teacher', audience: 'designated-teacher' },
  { id: 'tran', name: 'Mr Tran', at: 'larkfield', role: 'Form tutor', audience: 'class-teacher' },
  { id: 'wren', name: 'Mr Wren', at: 'larkfield', role: 'Safeguarding lead', phone: 'ext 311' },
  { id: 'shah', name: 'Dr Shah', at: 'bridge-street', role: 'GP', audience: 'gp' },
  { id: 'amin', name: 'Dr Amin', at: 'bridge-street', role: 'Safeguarding lead', phone: 'ext 12' },
  {
    id: 'adeyemi',
    name: 'Ms Adeyemi',
    at: 'northmoor',
    role: 'Virtual School Head',
    audience: 'virtual-school-head',
  },
  { id: 'rao', name: 'Ms Rao', at: 'northmoor', role: 'Safeguarding lead', phone: '01632 960 141' },
  {
    id: 'grant',
    name: 'Mr Grant',
    at: 'northmoor',
    role: 'Social worker',
    audience: 'lead-worker',
    phone: '01632 960 142',
  },
  { id: 'bell', name: 'Dr Bell', at: 'northmoor', role: 'Educational psychologist', phone: '01632 960 143' },
  {
    id: 'price',
    name: 'Ms Price',
    at: 'north-raa',
    role: 'Lead worker',
    audience: 'lead-worker',
    phone: '01632 960 151',
  },
  { id: 'novak', name: 'Dr Novak', at: 'north-raa', role: 'Adoption medical adviser', phone: '01632 960 152' },
  {
    id: 'ortiz',
    name: 'Ms Ortiz',
    at: 'post-adoption',
    role: 'Support worker',
    audience: 'lead-worker',
    phone: '01632 960 161',
  },
]

const PEOPLE = new Map<string, Resource>(
  [...PLACES.map(organisation), ...ADULTS.flatMap((adult) => [role(adult), practitioner(adult)])].map((one) => [
    `${one.resourceType}/${one.id}`,
    one,
  ]),
)

/** The practitioners and organisations that resources name, those that they name in turn included. */
export function peopleAround(resources: Resource[]): Resource[] {
  const found = new Map<string, Resource>()
  const follow = (naming: Resource[]) => {
    for (const [, reference = ''] of JSON.stringify(naming).matchAll(/"reference":"([^"]+)"/g)) {
      const person = PEOPLE.get(reference)
      if (!person || found.has(reference)) continue
      found.set(reference, person)
      follow([person])
    }
  }
  follow(resources)
  return [...found.values()]
}

/** A role, its person and its organisation, in the order `readViewer` takes them. */
export function roleOf(reference: string): Resource[] {
  const resource = PEOPLE.get(reference)
  return resource ? [resource, ...peopleAround([resource])] : []
}

function organisation({ id, name, type, identifier: [system, value], phone, basis }: Place): Organization {
  const extension = Object.entries(basis ?? {}).map(([url, code]) =>
    url === 'keptUntil' ? { url, valueString: code } : { url, valueCode: code },
  )
  return {
    resourceType: 'Organization',
    id,
    ...(basis && { extension: [{ url: EXTENSION.lawfulBasis, extension }] }),
    identifier: [{ system, value }],
    type: [{ coding: [{ system: CODE_SYSTEM.organisationType, code: type }] }],
    name,
    ...(phone && { telecom: [{ system: 'phone', value: phone }] }),
  }
}

function practitioner({ id, name }: Adult): Practitioner {
  return { resourceType: 'Practitioner', id, name: [{ text: name }] }
}

function role({ id, at, role, audience, phone, email, left }: Adult): PractitionerRole {
  return {
    resourceType: 'PractitionerRole',
    id,
    active: !left,
    practitioner: { reference: `Practitioner/${id}` },
    organization: { reference: `Organization/${at}` },
    code: [
      {
        ...(audience && {
          coding: [{ system: CODE_SYSTEM.audience, code: audience, display: AUDIENCES[audience] }],
        }),
        text: role,
      },
    ],
    ...(phone && { telecom: [{ system: 'phone', value: phone }] }),
    ...(email && { telecom: [{ system: 'email', value: email }] }),
  }
}
