import { AppError, codeOf } from '../core/errors.ts'
import type { Heard } from '../sources/ask.ts'
import type { SignIn } from '../sources/sign-in/oauth.ts'
import { refreshTokens } from '../sources/sign-in/tokens.ts'
import { changeSource, type KeptSignIn, readSources } from '../vault/sources.ts'
import { takeTurns } from '../vault/turns.ts'
import type { App } from './app.ts'

/** So much before its time a token is taken to have run out: an answer takes a while. */
const BEFORE_ITS_TIME_MS = 30_000

/**
 * The access token of a source, a new one where it has run out. Pages and the worker take turns: a refresh token is good
 * once, and used twice it ends the sign-in.
 *
 * @param given what the sign-in gave, for as long as the source is not kept yet
 * @param refused a token that was not accepted, so that another is asked for unless somebody has done so meanwhile
 * @throws AppError source/signed-out when somebody has to sign in again; as `refreshTokens` does
 */
export function accessTokenOf(
  app: Pick<App, 'vault' | 'fetch' | 'now'>,
  id: string,
  given: KeptSignIn,
  heard: Heard,
  refused?: string,
): Promise<string> {
  return takeTurns(`handrail/sign-in/${id}`, async () => {
    const { vault, fetch, now } = app
    const from = (await readSources(vault)).find((one) => one.id === id)?.from
    if (!from) return given.accessToken
    if (from.kind !== 'fhir-server' || !from.signIn) throw new AppError('source/signed-out', 'nobody signs in there')
    const { baseUrl, signIn: kept } = from
    const isOver = kept.expiresAtMs !== undefined && now() > kept.expiresAtMs - BEFORE_ITS_TIME_MS
    if (kept.accessToken !== refused && !isOver) return kept.accessToken
    const { clientId, issuer } = kept
    const asked: SignIn = { asking: { fetch, now, heard }, baseUrl, clientId, issuer, redirectUri: '' }
    // Whoever has signed in again meanwhile has other tokens, and keeps those.
    const keep = (changed: Partial<KeptSignIn>) =>
      changeSource(vault, id, (one) => {
        const isSame = one.from.kind === 'fhir-server' && one.from.signIn?.accessToken === kept.accessToken
        return isSame ? { ...one, from: { kind: 'fhir-server', baseUrl, signIn: { ...kept, ...changed } } } : one
      })
    try {
      const tokens = await refreshTokens(asked, kept, kept)
      await keep(tokens)
      return tokens.accessToken
    } catch (error) {
      if (codeOf(error) === 'source/signed-out') await keep({ refreshToken: undefined })
      throw error
    }
  })
}
