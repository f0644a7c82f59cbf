import { AppError } from '../../core/errors.ts'

/**
 * Who signed in, as a reference below the FHIR base. A child, a relative or somebody on another server has no role here.
 *
 * @param claim the `fhirUser` claim of an ID token: an absolute address, or relative to the base
 * @param baseUrl without a slash at its end
 * @returns `PractitionerRole/…` or `Practitioner/…`
 * @throws AppError source/no-role
 * @source SMART App Launch 2.2, "Scopes for requesting identity data"
 */
export function readFhirUser(claim: unknown, baseUrl: string): string {
  const written = typeof claim === 'string' ? claim : ''
  const reference = written.startsWith(`${baseUrl}/`) ? written.slice(baseUrl.length + 1) : written
  if (!/^(PractitionerRole|Practitioner)\/[A-Za-z0-9\-.]{1,64}$/.test(reference)) {
    throw new AppError('source/no-role', 'the sign-in names no practitioner of this server')
  }
  return reference
}
