import type { Feed } from '../sources/service-directory/fetch-services.ts'
import { readSources } from '../vault/sources.ts'
import type { App } from './app.ts'
import { readPolicy } from './policy.ts'

/** A council's list of services. The made-up council's needs no asking. */
export type Directory = { name: string; feed: Feed | 'made-up' }

/**
 * The lists that may be asked: those the organisation names. For practice it is the made-up council's, which ships with
 * the made-up families, and which the practice server gives.
 *
 * @returns none when the organisation has named none
 * @throws AppError vault/locked
 */
export async function listDirectories(app: App): Promise<Directory[]> {
  const { settings } = await readPolicy(app)
  const named = settings.serviceDirectories.value
  if (named !== 'any' && named.length > 0) {
    return named.map(({ name, baseUrl, category }) => ({ name, feed: { baseUrl, category } }))
  }
  const sources = await readSources(app.vault)
  const practice = sources.flatMap(({ from }) => (from.kind === 'practice-families' ? ['made-up' as const] : []))
  // Only a practice build can ask this very computer, and what answers there is the practice server.
  const server = sources.flatMap(({ from }) => (from.kind === 'fhir-server' ? loopbackOf(app, from.baseUrl) : []))
  return [...practice, ...server].slice(0, 1).map((feed) => ({ name: PRACTICE_COUNCIL, feed }))
}

const PRACTICE_COUNCIL = 'Northmoor Council'

function loopbackOf({ allowsLoopback }: App, baseUrl: string): Feed[] {
  const { hostname, origin } = new URL(baseUrl)
  return allowsLoopback && ['127.0.0.1', 'localhost'].includes(hostname)
    ? [{ baseUrl: origin, category: undefined }]
    : []
}
