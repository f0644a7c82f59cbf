/** Who can look, in the codes an agreement and a token use (design.md §1). */
export const AUDIENCES = {
  'class-teacher': 'class teacher',
  'designated-teacher': 'designated teacher',
  senco: 'SENCo',
  'virtual-school-head': 'Virtual School Head',
  gp: 'GP',
  'lead-worker': 'lead worker',
  commissioner: 'commissioner',
  family: 'family',
  'young-person': 'young person',
} as const

export type Audience = keyof typeof AUDIENCES

export function isAudience(code: string): code is Audience {
  return Object.hasOwn(AUDIENCES, code)
}

/**
 * The person looking: as the source's token says it, or, with a link or a file, as they say and it was made for. References
 * are relative FHIR references on that source.
 */
export type Viewer = {
  audience: Audience
  /** Nobody has checked who it is: they said so. Never on a source where somebody signs in. */
  isDeclared?: boolean
  name: string
  organisationName: string
  /** `PractitionerRole/…` */
  role: string
  /** `Practitioner/…`; empty where a record was made for whoever holds a post. */
  person: string
  /** `Organization/…`; empty where a record was made for a person wherever they work. */
  organisation: string
  /** Every number the source knows them, their role and their organisation by. */
  identifiers: { system: string; value: string }[]
}
