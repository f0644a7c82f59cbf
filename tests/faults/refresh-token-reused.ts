import { refresh } from '../../src/app/refresh.ts'
import { refreshIfDue } from '../../src/app/upkeep.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import { changeSource, readSources } from '../../src/vault/sources.ts'
import type { Result } from './fault.ts'
import type { Laptop } from './laptop.ts'
import { openBareLaptop, openSignInPlace, SHAH, type SignInPlace, signInOn } from './signing-in.ts'

/** How a sign-in comes to its end behind somebody's back. */
const ENDS: Record<string, (laptop: Laptop, place: SignInPlace) => Promise<void>> = {
  'the refresh token is used by somebody else': async (laptop) => {
    const { endpoint, form } = await formOf(laptop)
    await fetch(endpoint, { method: 'POST', body: form })
  },
  'the refresh token is used twice by somebody else': async (laptop) => {
    const { endpoint, form } = await formOf(laptop)
    for (let time = 0; time < 2; time++) await fetch(endpoint, { method: 'POST', body: form })
  },
  'the sign-in is revoked': async (_, { signIn }) => signIn.revoke(SHAH),
  'the refresh token is damaged': async ({ app }) => {
    const [source] = await readSources(app.vault)
    await changeSource(app.vault, source?.id ?? '', (one) => {
      const { from } = one
      if (from.kind !== 'fhir-server' || !from.signIn) return one
      return { ...one, from: { ...from, signIn: { ...from.signIn, refreshToken: 'not-one-of-theirs' } } }
    })
  },
}

/**
 * F21 (security.md D2): a refresh token is not good any more. It is sent once; somebody is asked to sign in again, once; and
 * for a day of minutes, and of presses of a button, nothing is sent to anybody. The copy stays.
 *
 * @param times days
 */
export async function run(times: number): Promise<Result> {
  const count = { tokens: 0, other: 0, signedOut: 0, shown: 0 }
  for (let at = 0; at < times; at++) {
    const ways = Object.values(ENDS)
    const told = await liveThroughADay(ways[at % ways.length] as (typeof ways)[number])
    for (const key of Object.keys(count) as (keyof typeof count)[]) count[key] += told[key]
  }
  const { tokens, other, signedOut, shown } = count
  return {
    isKept: tokens === times && other === 0 && signedOut === times && shown === times,
    figures: [
      `${tokens} refresh tokens sent in ${times} days`,
      `${other} requests after that`,
      `${signedOut} of ${times} asked to sign in again`,
      `${shown} of ${times} copies kept`,
    ].join(', '),
  }
}

async function liveThroughADay(end: (laptop: Laptop, place: SignInPlace) => Promise<void>) {
  const startMs = Date.now()
  const { laptop, sent } = await openBareLaptop(startMs)
  const place = await openSignInPlace(undefined, () => laptop.trueMs)
  try {
    await signInOn(laptop, place)
    await refresh(laptop.app)
    const [cover] = await laptop.app.vault.database.getAll('covers')
    laptop.sam = cover?.child ?? ''
    await end(laptop, place)
    const before = { ...sent }
    const [first] = await pass(laptop, place, 2 * HOUR_MS) // an access token is good for one hour
    const atEnd = { ...sent }
    await pass(laptop, place, DAY_MS)
    const tokens = sent.tokens - before.tokens
    const other = sent.other - atEnd.other + (sent.tokens - atEnd.tokens)
    const isShown = ['open', 'to-confirm'].includes((await laptop.look()).kind)
    return {
      tokens,
      other,
      signedOut: first === 'source/signed-out' ? 1 : 0,
      shown: isShown ? 1 : 0,
    }
  } finally {
    await place.stop()
    await laptop.close()
  }
}

/** Minute by minute, and once an hour somebody presses Refresh. @returns what they were told */
async function pass(laptop: Laptop, { server }: SignInPlace, forMs: number): Promise<string[]> {
  const told: string[] = []
  const untilMs = laptop.trueMs + forMs
  for (let minute = 1; laptop.trueMs < untilMs; minute++) {
    laptop.trueMs += MINUTE_MS
    server.clock.aheadMs = laptop.trueMs - Date.now()
    await laptop.minute()
    await refreshIfDue(laptop.app)
    if (minute % 61 !== 0) continue
    const [summary] = await refresh(laptop.app)
    told.push(summary?.failed ?? 'nothing')
  }
  return told
}

async function formOf({ app }: Laptop): Promise<{ endpoint: string; form: URLSearchParams }> {
  const [source] = await readSources(app.vault)
  const signIn = source?.from.kind === 'fhir-server' ? source.from.signIn : undefined
  const { tokenEndpoint = '', refreshToken = '', clientId = '' } = signIn ?? {}
  const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId })
  return { endpoint: tokenEndpoint, form }
}
