import * as z from 'zod/mini'
import { AppError } from '../../core/errors.ts'
import { postBatch, resourcesIn } from './batch.ts'
import { type FhirServer, get } from './request.ts'

const configuration = z.object({ userinfo_endpoint: z.string() })
const userInfo = z.object({ fhirUser: z.string() })
const roleResource = z.object({
  resourceType: z.literal('PractitionerRole'),
  id: z.string(),
  practitioner: z.object({ reference: z.string() }),
  organization: z.object({ reference: z.string() }),
})

/**
 * Asks who the access code belongs to: the server's SMART configuration names its user-info address, that names a
 * PractitionerRole, and that names the person and the organisation. Nothing typed by the person looking is used.
 *
 * @returns the three raw resources: role, person, organisation
 * @throws AppError source/no-role when the code is good and names nobody in a role; otherwise as `get` does
 * @source SMART App Launch 2.2, fhirUser; OpenID Connect Core 5.3, UserInfo
 */
export async function fetchViewer(server: FhirServer): Promise<unknown[]> {
  const smart = configuration.safeParse(await get(server, '.well-known/smart-configuration'))
  if (!smart.success) throw new AppError('source/not-fhir', 'no SMART configuration')
  const endpoint = URL.parse(smart.data.userinfo_endpoint)
  if (!endpoint || endpoint.origin !== new URL(server.baseUrl).origin) {
    throw new AppError('source/not-fhir', 'user info is kept on another server')
  }
  const user = userInfo.safeParse(await get({ ...server, baseUrl: endpoint.href }, ''))
  const reference = /(?:^|\/)(PractitionerRole\/[A-Za-z0-9\-.]{1,64})$/.exec(user.data?.fhirUser ?? '')?.[1]
  if (!reference) throw new AppError('source/no-role', 'the access code names no PractitionerRole')
  const rawRole = await get(server, reference)
  const role = roleResource.safeParse(rawRole)
  if (!role.success) throw new AppError('source/no-role', 'the role names no person or no organisation')
  const others = [role.data.practitioner.reference, role.data.organization.reference]
  return [
    rawRole,
    ...resourcesIn(
      await postBatch(
        server,
        others.map((url) => ({ url })),
      ),
      others,
    ),
  ]
}
