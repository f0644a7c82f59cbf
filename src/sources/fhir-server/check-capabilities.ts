import * as z from 'zod/mini'
import { AppError } from '../../core/errors.ts'
import { type FhirServer, get } from './request.ts'

const statement = z.object({
  resourceType: z.literal('CapabilityStatement'),
  fhirVersion: z.string(),
  rest: z.optional(
    z.array(z.object({ mode: z.string(), interaction: z.optional(z.array(z.object({ code: z.string() }))) })),
  ),
})

/**
 * Asks a server what it is, before anything is asked of it. What it says of single resources is not looked at: servers
 * say much that they do not do, and the answers themselves tell.
 *
 * @throws AppError source/wrong-version when it is not FHIR R4, or says what it takes and batches are not among that;
 *   source/not-fhir when it is no FHIR server; otherwise as `get` does
 * @source FHIR R4, CapabilityStatement, `GET [base]/metadata`
 */
export async function checkCapabilities(server: FhirServer): Promise<void> {
  const { data } = statement.safeParse(await get(server, 'metadata'))
  if (!data) throw new AppError('source/not-fhir', 'no CapabilityStatement')
  if (!/^4\.0(\.|$)/.test(data.fhirVersion)) throw new AppError('source/wrong-version', 'not R4')
  const taken = data.rest?.find(({ mode }) => mode === 'server')?.interaction?.map(({ code }) => code)
  if (taken && !taken.some((code) => code === 'batch' || code === 'transaction')) {
    throw new AppError('source/wrong-version', 'it takes no batches')
  }
}
