import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { type Configuration, errors } from 'oidc-provider'
import { rememberKind, type SignInMemory } from './sign-in-memory.ts'
import { PAGE_HEADERS, type Person, problemPage } from './sign-in-page.ts'

const CLIENT_ID = 'handrail'

const READ_AND_SEARCHED = [
  ...['Patient', 'Consent', 'Composition', 'CarePlan', 'Goal', 'CareTeam', 'RelatedPerson', 'Condition', 'Observation'],
  ...['Provenance', 'Group', 'Practitioner', 'PractitionerRole', 'Organization'],
]

/** What it grants: reading what a record is made of, saying how a commitment goes, and telling who looked. */
const SCOPES = [
  ...['openid', 'fhirUser', 'offline_access', 'user/Task.rus', 'user/AuditEvent.cu'],
  ...READ_AND_SEARCHED.map((type) => `user/${type}.rs`),
]

/**
 * One public client, PKCE with S256, codes and refresh tokens that are good once, opaque tokens that live in `memory`.
 *
 * @param options as `startSignIn` takes them
 */
export function configure(options: {
  people: readonly Person[]
  fhirBase: () => string
  redirectUris: readonly string[]
  accessTokenSeconds?: number
  memory: SignInMemory
}): Configuration {
  const { people, fhirBase, redirectUris, accessTokenSeconds = 3600, memory } = options
  return {
    adapter: (kind: string) => rememberKind(memory, kind),
    clients: [
      {
        client_id: CLIENT_ID,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [...redirectUris],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    clientAuthMethods: ['none'],
    responseTypes: ['code'],
    pkce: { required: () => true },
    jwks: { keys: [signingKey()] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    scopes: SCOPES,
    claims: { openid: ['sub'], fhirUser: ['fhirUser'] },
    conformIdTokenClaims: false, // the claim is wanted in the ID token, not only from a user-info address
    extraParams: {
      aud: (_, value) => {
        if (value !== fhirBase()) throw new errors.InvalidRequest('aud is not the FHIR server')
      },
    },
    findAccount: (_, id) => {
      if (!people.some(({ practitionerRole }) => practitionerRole === id)) return undefined
      return { accountId: id, claims: () => ({ sub: id, fhirUser: `${fhirBase()}/${id}` }) }
    },
    async loadExistingGrant({ oidc }) {
      const { client, session, provider, requestParamScopes } = oidc
      if (!client || !session?.accountId) return undefined
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope([...requestParamScopes].join(' '))
      await grant.save()
      return grant
    },
    rotateRefreshToken: true,
    ttl: {
      AccessToken: accessTokenSeconds,
      AuthorizationCode: 60,
      Grant: 14 * 86_400,
      IdToken: 300,
      Interaction: 3600,
      RefreshToken: 14 * 86_400,
      Session: 3600,
    },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    clientBasedCORS: () => true,
    renderError: (ctx, { error }) => {
      ctx.set(PAGE_HEADERS)
      ctx.body = problemPage(`The sign-in says: ${error}.`)
    },
  }
}

function signingKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { ...privateKey.export({ format: 'jwk' }), kid: 'practice', alg: 'ES256', use: 'sig' } as const
}
