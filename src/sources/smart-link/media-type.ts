/** What is behind a link, by the type that the guide gives it. */
export type ContentType = 'application/fhir+json' | 'application/smart-health-card' | 'application/smart-api-access'

const KNOWN: readonly string[] = [
  'application/fhir+json',
  'application/smart-health-card',
  'application/smart-api-access',
] satisfies ContentType[]

/**
 * A media type without its parameters: real senders write `application/fhir+json;fhirVersion=4.0.1`.
 *
 * @source RFC 7515, 4.1.10: a `cty` without a slash has `application/` before it
 */
export function essenceOf(type: string): string {
  const essence = (type.split(';')[0] ?? '').trim().toLowerCase()
  return essence.includes('/') ? essence : `application/${essence}`
}

/** Whether it is one of the types that a link may hold. */
export function isKnownType(type: string): boolean {
  return KNOWN.includes(essenceOf(type))
}
