import type { CapabilityStatement } from '@medplum/fhirtypes'

/**
 * What `/.well-known/smart-configuration` says. Without a sign-in beside it the practice server has no authorisation
 * endpoint to name: an access code is typed in, as a broker would hand it over, and a client learns who is signed in from
 * `userinfo_endpoint`.
 *
 * @param signIn the origin of a practice sign-in (sign-in.ts), when one runs
 * @source SMART App Launch 2.2, "Conformance": https://hl7.org/fhir/smart-app-launch/conformance.html
 */
export function smartConfiguration(origin: string, signIn?: string): object {
  const userInfo = { userinfo_endpoint: `${origin}/userinfo`, code_challenge_methods_supported: ['S256'] }
  const capabilities = ['permission-user', 'permission-v2']
  if (signIn === undefined) return { issuer: origin, ...userInfo, grant_types_supported: [], capabilities }
  return {
    issuer: signIn,
    jwks_uri: `${signIn}/jwks`,
    authorization_endpoint: `${signIn}/auth`,
    token_endpoint: `${signIn}/token`,
    ...userInfo,
    token_endpoint_auth_methods_supported: ['none'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    response_types_supported: ['code'],
    authorization_response_iss_parameter_supported: true,
    capabilities: [...capabilities, 'launch-standalone', 'client-public', 'sso-openid-connect', 'permission-offline'],
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
