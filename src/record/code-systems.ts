/**
 * The one place that knows our identifier and code systems. They are published as FHIR JSON in `src/fhir/profile/`.
 * `handrail.example` can never be registered (RFC 2606): a region replaces the base with its own before going live.
 */
export const BASE = 'https://handrail.example/fhir'

export const CODE_SYSTEM = {
  section: `${BASE}/CodeSystem/section`,
  audience: `${BASE}/CodeSystem/audience`,
  entry: `${BASE}/CodeSystem/entry`,
  need: `${BASE}/CodeSystem/need`,
  arrangement: `${BASE}/CodeSystem/arrangement`,
  capacity: `${BASE}/CodeSystem/capacity`,
  personRole: `${BASE}/CodeSystem/person-role`,
  planType: `${BASE}/CodeSystem/plan-type`,
  tier: `${BASE}/CodeSystem/tier`,
  taskKind: `${BASE}/CodeSystem/task-kind`,
  knowledge: `${BASE}/CodeSystem/knowledge`,
  purpose: `${BASE}/CodeSystem/purpose`,
  basis: `${BASE}/CodeSystem/basis`,
  handling: `${BASE}/CodeSystem/handling`,
  organisationType: `${BASE}/CodeSystem/organisation-type`,
  lawfulBasis: `${BASE}/CodeSystem/lawful-basis`,
} as const

export const IDENTIFIER_SYSTEM = {
  planReference: `${BASE}/sid/plan-reference`,
  upn: `${BASE}/sid/upn`,
  nhsNumber: 'https://fhir.nhs.uk/Id/nhs-number',
  ods: 'https://fhir.nhs.uk/Id/ods-organization-code',
  schoolUrn: 'https://fhir.hl7.org.uk/Id/urn-school-number',
} as const

/** Extensions that are read. Every other one stays outside. */
export const EXTENSION = {
  lawfulBasis: `${BASE}/StructureDefinition/lawful-basis`,
  accessLog: `${BASE}/StructureDefinition/access-log`,
  madeFor: `${BASE}/StructureDefinition/made-for`,
} as const
