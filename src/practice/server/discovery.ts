import type { CapabilityStatement } from '@medplum/fhirtypes'

/**
 * What `/.well-known/smart-configuration` says. There is no authorisation endpoint to name: on the practice server an
 * access code is typed in, as a broker would hand it over, so a client learns who is signed in from `userinfo_endpoint`.
 *
 * @source SMART App Launch 2.2, "Conformance": https://hl7.org/fhir/smart-app-launch/conformance.html
 */
export function smartConfiguration(origin: string): object {
  return {
    issuer: origin,
    userinfo_endpoint: `${origin}/userinfo`,
    grant_types_supported: [],
    code_challenge_methods_supported: ['S256'],
    capabilities: ['permission-user', 'permission-v2'],
  }
}

/** A short CapabilityStatement: which FHIR this is, and that batches are answered. */
export function capabilityStatement(baseUrl: string): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-11-21',
    kind: 'instance',
    fhirVersion: '4.0.1',
    format: ['json'],
    patchFormat: ['application/json-patch+json'],
    implementation: { description: 'Handrail practice server, made-up families only', url: baseUrl },
    rest: [{ mode: 'server', interaction: [{ code: 'batch' }] }],
  }
}
