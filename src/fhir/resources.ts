import * as z from 'zod/mini'

/*
 * The allow-list. A field that is not named here never gets past `parseResources`: narrative, extensions, links to
 * other patients, addresses, photographs, places of birth (security.md T17).
 */

const coding = z.object({
  system: z.optional(z.string()),
  code: z.optional(z.string()),
  display: z.optional(z.string()),
})
const codeable = z.object({ coding: z.optional(z.array(coding)), text: z.optional(z.string()) })
const reference = z.object({ reference: z.optional(z.string()), display: z.optional(z.string()) })
const period = z.object({ start: z.optional(z.string()), end: z.optional(z.string()) })
const annotation = z.object({ text: z.string() })
const humanName = z.object({
  use: z.optional(z.string()),
  text: z.optional(z.string()),
  given: z.optional(z.array(z.string())),
  family: z.optional(z.string()),
  period: z.optional(period),
})
const identifier = z.object({
  use: z.optional(z.string()),
  system: z.optional(z.string()),
  value: z.optional(z.string()),
  period: z.optional(period),
})
const contactPoint = z.object({ system: z.optional(z.string()), value: z.optional(z.string()) })
const meta = z.optional(z.object({ security: z.optional(z.array(coding)) }))
const base = { id: z.string(), meta }

/** An extension of ours is read by its address; what is in it has no more room than this. */
const extension = z.object({
  url: z.string(),
  valueCode: z.optional(z.string()),
  valueString: z.optional(z.string()),
  get extension() {
    return z.optional(z.array(extension))
  },
})

const patient = z.object({
  ...base,
  resourceType: z.literal('Patient'),
  identifier: z.optional(z.array(identifier)),
  name: z.optional(z.array(humanName)),
  birthDate: z.optional(z.string()),
})

const composition = z.object({
  ...base,
  resourceType: z.literal('Composition'),
  status: z.string(),
  subject: reference,
  date: z.string(),
  section: z.optional(z.array(z.object({ code: z.optional(codeable), entry: z.optional(z.array(reference)) }))),
})

const carePlan = z.object({
  ...base,
  resourceType: z.literal('CarePlan'),
  status: z.string(),
  subject: reference,
  category: z.optional(z.array(codeable)),
  title: z.optional(z.string()),
  description: z.optional(z.string()),
  period: z.optional(period),
})

const goal = z.object({
  ...base,
  resourceType: z.literal('Goal'),
  lifecycleStatus: z.string(),
  subject: reference,
  description: codeable,
  target: z.optional(z.array(z.object({ dueDate: z.optional(z.string()) }))),
})

const task = z.object({
  ...base,
  resourceType: z.literal('Task'),
  status: z.string(),
  for: reference,
  code: z.optional(codeable),
  description: z.optional(z.string()),
  requester: z.optional(reference),
  owner: z.optional(reference),
  restriction: z.optional(z.object({ period: z.optional(period), recipient: z.optional(z.array(reference)) })),
  executionPeriod: z.optional(period),
})

const careTeam = z.object({
  ...base,
  resourceType: z.literal('CareTeam'),
  status: z.optional(z.string()),
  period: z.optional(period),
  subject: reference,
  participant: z.optional(
    z.array(
      z.object({
        role: z.optional(z.array(codeable)),
        member: z.optional(reference),
        onBehalfOf: z.optional(reference),
        period: z.optional(period),
      }),
    ),
  ),
})

const relatedPerson = z.object({
  ...base,
  resourceType: z.literal('RelatedPerson'),
  active: z.optional(z.boolean()),
  period: z.optional(period),
  patient: reference,
  relationship: z.optional(z.array(codeable)),
  name: z.optional(z.array(humanName)),
})

const condition = z.object({
  ...base,
  resourceType: z.literal('Condition'),
  subject: reference,
  clinicalStatus: z.optional(codeable),
  code: z.optional(codeable),
  verificationStatus: z.optional(codeable),
})

const observation = z.object({
  ...base,
  resourceType: z.literal('Observation'),
  status: z.string(),
  subject: reference,
  code: codeable,
  focus: z.optional(z.array(reference)),
  effectiveDateTime: z.optional(z.string()),
  performer: z.optional(z.array(reference)),
  valueString: z.optional(z.string()),
  valueCodeableConcept: z.optional(codeable),
  method: z.optional(codeable),
  note: z.optional(z.array(annotation)),
})

const practitioner = z.object({
  ...base,
  resourceType: z.literal('Practitioner'),
  identifier: z.optional(z.array(identifier)),
  name: z.optional(z.array(humanName)),
  telecom: z.optional(z.array(contactPoint)),
})

const practitionerRole = z.object({
  ...base,
  resourceType: z.literal('PractitionerRole'),
  identifier: z.optional(z.array(identifier)),
  active: z.optional(z.boolean()),
  period: z.optional(period),
  practitioner: z.optional(reference),
  organization: z.optional(reference),
  code: z.optional(z.array(codeable)),
  telecom: z.optional(z.array(contactPoint)),
})

const organization = z.object({
  ...base,
  resourceType: z.literal('Organization'),
  identifier: z.optional(z.array(identifier)),
  type: z.optional(z.array(codeable)),
  extension: z.optional(z.array(extension)),
  name: z.optional(z.string()),
  telecom: z.optional(z.array(contactPoint)),
})

/** Every kind of resource that is read, by name. Consent is read by `consent/`, whole, because all of it decides. */
export const RESOURCE_SCHEMAS = {
  Patient: patient,
  Composition: composition,
  CarePlan: carePlan,
  Goal: goal,
  Task: task,
  CareTeam: careTeam,
  RelatedPerson: relatedPerson,
  Condition: condition,
  Observation: observation,
  Practitioner: practitioner,
  PractitionerRole: practitionerRole,
  Organization: organization,
} as const

export type ResourceType = keyof typeof RESOURCE_SCHEMAS
export type Resource<Type extends ResourceType = ResourceType> = z.infer<(typeof RESOURCE_SCHEMAS)[Type]>

export type Codeable = z.infer<typeof codeable>
export type Period = z.infer<typeof period>
export type HumanName = z.infer<typeof humanName>
export type Reference = z.infer<typeof reference>
