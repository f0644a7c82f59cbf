import * as z from 'zod/mini'
import { AppError } from '../../core/errors.ts'
import { postBatch, resourcesIn } from './batch.ts'
import { type FhirServer, get } from './request.ts'
import { readSearch } from './searchset.ts'

const configuration = z.object({ userinfo_endpoint: z.string() })
/** It may name nobody in a role, and is told by its `sub` then: anything else is not the answer to who is asking. */
const userInfo = z.union([z.object({ fhirUser: z.string() }), z.object({ sub: z.string() })])
const anyRole = z.object({ resourceType: z.literal('PractitionerRole') })
const roleResource = z.object({
  resourceType: z.literal('PractitionerRole'),
  id: z.string(),
  practitioner: z.object({ reference: z.string() }),
  organization: z.object({ reference: z.string() }),
})

/**
 * Asks who is looking, down to the person and the organisation behind a role. Nothing typed by that person is used.
 *
 * @param fhirUser what a sign-in said, `PractitionerRole/…` or `Practitioner/…`; left out, the server's user-info address is
 *   asked whose the access code is
 * @returns the three raw resources: role, person, organisation
 * @throws AppError source/no-role when it is nobody in a role, or somebody in several; otherwise as `get` does
 * @source SMART App Launch 2.2, fhirUser; OpenID Connect Core 5.3, UserInfo
 */
export async function fetchViewer(server: FhirServer, fhirUser?: string): Promise<unknown[]> {
  const rawRole = await fetchRole(server, fhirUser ?? (await askWho(server)))
  // "No role" takes records away, so it must not be what a wrong answer happens to look like.
  if (!anyRole.safeParse(rawRole).success) throw new AppError('source/not-fhir', 'a read gave something else')
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

async function askWho(server: FhirServer): Promise<string> {
  const smart = configuration.safeParse(await get(server, '.well-known/smart-configuration'))
  if (!smart.success) throw new AppError('source/not-fhir', 'no SMART configuration')
  const endpoint = URL.parse(smart.data.userinfo_endpoint)
  if (!endpoint || endpoint.origin !== new URL(server.baseUrl).origin) {
    throw new AppError('source/not-fhir', 'user info is kept on another server')
  }
  const { data } = userInfo.safeParse(await get({ ...server, baseUrl: endpoint.href }, ''))
  if (!data) throw new AppError('source/not-fhir', 'no user info')
  return 'fhirUser' in data ? data.fhirUser : ''
}

/** A person may have several roles, and only they know which they are in: none is guessed. */
async function fetchRole(server: FhirServer, fhirUser: string): Promise<unknown> {
  const [, type, id] = /(?:^|\/)(PractitionerRole|Practitioner)\/([A-Za-z0-9\-.]{1,64})$/.exec(fhirUser) ?? []
  if (type === 'PractitionerRole') return get(server, `${type}/${id}`)
  if (type !== 'Practitioner') throw new AppError('source/no-role', 'it names no PractitionerRole')
  const { resources } = readSearch(await get(server, `PractitionerRole?practitioner=${type}%2F${id}&active=true`))
  if (resources.length !== 1) throw new AppError('source/no-role', 'not one role')
  return resources[0]
}
