import type { Organization, Practitioner, PractitionerRole, Resource } from '@medplum/fhirtypes'
import { CODE_SYSTEM, IDENTIFIER_SYSTEM } from '../../record/code-systems.ts'
import { AUDIENCES, type Audience } from '../../record/viewer.ts'

/*
 * The made-up grown-ups: two schools, a practice, a council and an agency. Telephone numbers are from the ranges that
 * Ofcom keeps for drama.
 */

const ORGANISATIONS: [id: string, name: string, identifier: [system: string, value: string], phone?: string][] = [
  ['hillside', 'Hillside Primary School', [IDENTIFIER_SYSTEM.schoolUrn, '999001'], '01632 960 101'],
  ['larkfield', 'Larkfield Academy', [IDENTIFIER_SYSTEM.schoolUrn, '999002'], '01632 960 102'],
  ['bridge-street', 'Bridge Street Practice', [IDENTIFIER_SYSTEM.ods, 'X99901'], '01632 960 103'],
  ['northmoor', 'Northmoor Council', [IDENTIFIER_SYSTEM.ods, 'X99902'], '01632 960 104'],
  ['north-raa', 'North RAA', [IDENTIFIER_SYSTEM.ods, 'X99903'], '01632 960 105'],
  ['post-adoption', 'Post-adoption team, North RAA', [IDENTIFIER_SYSTEM.ods, 'X99904'], '01632 960 106'],
  ['camhs', 'CAMHS, Northmoor', [IDENTIFIER_SYSTEM.ods, 'X99905'], '01632 960 107'],
  ['fasd', 'FASD pathway, Northmoor', [IDENTIFIER_SYSTEM.ods, 'X99906'], '01632 960 108'],
]

type Adult = { id: string; name: string; at: string; role: string; audience?: Audience; phone?: string; left?: true }

const ADULTS: Adult[] = [
  { id: 'khan', name: 'Mr Khan', at: 'hillside', role: 'Class teacher', audience: 'class-teacher' },
  { id: 'okafor', name: 'Ms Okafor', at: 'hillside', role: 'Designated teacher', audience: 'designated-teacher' },
  { id: 'dean', name: 'Mr Dean', at: 'hillside', role: 'SENCo', audience: 'senco' },
  { id: 'lee', name: 'Mr Lee', at: 'hillside', role: 'Safeguarding lead', phone: 'ext 204' },
  { id: 'hart', name: 'Ms Hart', at: 'hillside', role: 'Deputy head', left: true },
  { id: 'bello', name: 'Mrs Bello', at: 'larkfield', role: 'Designated teacher', audience: 'designated-teacher' },
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
  { id: 'grant', name: 'Mr Grant', at: 'northmoor', role: 'Social worker', phone: '01632 960 142' },
  { id: 'price', name: 'Ms Price', at: 'north-raa', role: 'Lead worker', phone: '01632 960 151' },
  { id: 'novak', name: 'Dr Novak', at: 'north-raa', role: 'Adoption medical adviser', phone: '01632 960 152' },
]

const PEOPLE = new Map<string, Resource>(
  [...ORGANISATIONS.map(organisation), ...ADULTS.flatMap((adult) => [role(adult), practitioner(adult)])].map((one) => [
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

function organisation([id, name, [system, value], phone]: (typeof ORGANISATIONS)[number]): Organization {
  return {
    resourceType: 'Organization',
    id,
    identifier: [{ system, value }],
    name,
    ...(phone && { telecom: [{ system: 'phone', value: phone }] }),
  }
}

function practitioner({ id, name }: Adult): Practitioner {
  return { resourceType: 'Practitioner', id, name: [{ text: name }] }
}

function role({ id, at, role, audience, phone, left }: Adult): PractitionerRole {
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
  }
}
