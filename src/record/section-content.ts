import type { PlainDate } from '../core/time.ts'
import type { NeedCode } from './needs.ts'
import type { SectionCode } from './sections.ts'

/** How sure anybody is. A blank is never "no": what nobody has looked into is `not-known`. */
export type Knowledge = 'confirmed' | 'possible' | 'not-known'

export type Quote = { text: string; saidOn: PlainDate; age: number | undefined; helpedBy: string | undefined }

export type Need = { code: NeedCode | undefined; text: string; knowledge: Knowledge }

export type Assessment = {
  method: string
  by: string | undefined
  on: PlainDate | undefined
  formulation: string | undefined
}

/** A short named fact, such as "Pupil Premium Plus": "The school claims it from October 2026". */
export type Fact = { label: string; text: string }

export type FamilyHistory = { available: boolean; lastAsked: { of: string; on: PlainDate } | undefined }

/** Somebody with a name and a part to play. `contact` is a telephone number or an e-mail address. */
export type NamedPerson = {
  role: string
  roleCode: PersonRole | undefined
  name: string
  organisation: string | undefined
  organisationReference: string | undefined
  contact: string | undefined
}

export const PERSON_ROLES = {
  'lead-worker': 'Lead worker',
  'designated-teacher': 'Designated teacher',
  'class-teacher': 'Class teacher',
  senco: 'SENCo',
  'safeguarding-lead': 'Safeguarding lead',
  'virtual-school-head': 'Virtual School Head',
  gp: 'GP',
  'adoption-medical-adviser': 'Adoption medical adviser',
  'post-adoption-team': 'Post-adoption team',
  camhs: 'CAMHS',
  'fasd-pathway': 'FASD pathway',
  'kinship-team': 'Kinship team',
  'family-member': 'Family member',
} as const
export type PersonRole = keyof typeof PERSON_ROLES

/** In the order of a promise's life. Nothing is promised until it is accepted. */
export type CommitmentStatus = 'requested' | 'accepted' | 'under-way' | 'done' | 'rejected' | 'cancelled'

export type Commitment = {
  id: string
  kind: 'commitment' | 'advice-request'
  what: string
  status: CommitmentStatus
  /** A relative reference on the source, to tell "mine" from "theirs"; empty when nobody is named. */
  ownerReference: string
  owner: string
  ownerRole: string | undefined
  organisation: string | undefined
  organisationReference: string | undefined
  /** Who steps in when the owner has left or is away. */
  cover: string | undefined
  requester: string | undefined
  dueOn: PlainDate | undefined
  finishedOn: PlainDate | undefined
}

export type Goal = { text: string; status: string; dueOn: PlainDate | undefined }

export type Plan = {
  type: string
  tier: string | undefined
  from: PlainDate | undefined
  reviewOn: PlainDate | undefined
  about: string | undefined
}

/** Who holds parental responsibility, by name and capacity. */
export type Responsible = { name: string; capacity: string }

/** What one box holds, by section. Lists may be empty, which means that nothing is recorded, not that there is nothing. */
export type SectionContent = {
  'about-me': { quotes: Quote[]; facts: Fact[] }
  strengths: { strengths: string[] }
  'what-helps': { do: string[]; pleaseDont: string[]; triggers: string[] }
  words: { addressAs: string | undefined; use: string[]; avoid: string[] }
  needs: { needs: Need[] }
  assessment: { assessments: Assessment[] }
  'health-context': {
    familyHistory: FamilyHistory | undefined
    prenatalAlcohol: Knowledge | undefined
    facts: Fact[]
  }
  'education-context': { facts: Fact[] }
  people: { people: NamedPerson[] }
  'family-support': { facts: Fact[] }
  interventions: { facts: Fact[] }
  plan: { plan: Plan | undefined }
  commitments: { commitments: Commitment[] }
  outcomes: { goals: Goal[] }
  arrangement: { arrangement: string | undefined; orderOn: PlainDate | undefined; responsible: Responsible[] }
}

export type Contents = { [Section in SectionCode]?: SectionContent[Section] }

/** A section's content as it is kept: in a box for each fate that something in it has. */
export type Boxed = { [Section in SectionCode]?: SectionContent[Section][] }

/** What may be seen of a section, put together again: lists one after another, of single facts the first. */
export function joinBoxes<Section extends SectionCode>(
  section: Section,
  boxes: SectionContent[Section][],
): SectionContent[Section] {
  const joined: Record<string, unknown> = {}
  for (const [name, value] of boxes.flatMap((box) => Object.entries(box))) {
    const before = joined[name]
    joined[name] = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : (before ?? value)
  }
  if (section === 'about-me') (joined.quotes as Quote[]).sort((a, b) => b.saidOn.localeCompare(a.saidOn))
  return joined as SectionContent[Section]
}
