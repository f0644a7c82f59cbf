import { addSignedIn } from '../../src/app/sign-in.ts'
import { familiesIn, WRITTEN_FOR } from '../../src/practice/families/index.ts'
import { type PracticeServer, startPracticeServer } from '../../src/practice/server/practice-server.ts'
import { type PracticeSignIn, startSignIn } from '../../src/practice/server/sign-in.ts'
import type { Authorize } from '../../src/sources/sign-in/sign-in.ts'
import { browserOf, REDIRECT_URI } from '../unit/sources/sign-in/person.ts'
import { type Laptop, openLaptop } from './laptop.ts'

export const KHAN = 'PractitionerRole/khan'
export const SHAH = 'PractitionerRole/shah'

const PEOPLE = [
  { name: 'Mr Khan, class teacher', practitionerRole: KHAN },
  { name: 'Dr Shah, GP', practitionerRole: SHAH },
]

/** Records, and an OpenID provider of their own: both real, on this computer. */
export type SignInPlace = { server: PracticeServer; signIn: PracticeSignIn; stop(): Promise<unknown> }

/**
 * @param fhirBase whose tokens the provider gives; that of the server beside it, unless given
 * @param clock what time it is where access tokens are checked
 */
export async function openSignInPlace(fhirBase?: () => string, clock: () => number = Date.now): Promise<SignInPlace> {
  let signIn: PracticeSignIn | undefined
  const bundles = familiesIn(WRITTEN_FOR).slice(0, 1)
  const server = await startPracticeServer({ port: 0, bundles, tokens: new Map(), signIn: () => signIn })
  const running = await startSignIn({
    port: 0,
    people: PEOPLE,
    fhirBase: fhirBase ?? (() => server.url),
    redirectUris: [REDIRECT_URI],
    clock,
  })
  signIn = running
  return { server, signIn: running, stop: () => Promise.all([server.stop(), running.stop()]) }
}

/** What a laptop has sent: how often for tokens, and all else. */
export type Sent = { tokens: number; other: number }

/** A laptop with nothing on it yet, whose requests are counted. */
export async function openBareLaptop(startMs: number): Promise<{ laptop: Laptop; sent: Sent }> {
  const sent: Sent = { tokens: 0, other: 0 }
  const laptop = await openLaptop(startMs, [], async (opened) => {
    opened.server.fetch = (input, init) => {
      sent[new URL(String(input)).pathname === '/token' ? 'tokens' : 'other'] += 1
      return fetch(input, init)
    }
  })
  return { laptop, sent }
}

/** Signs in as a person would, or as somebody would have it. */
export function signInOn({ app }: Laptop, { server }: SignInPlace, authorize: Authorize = browserOf(SHAH)) {
  return addSignedIn(app, server.url, { authorize, redirectUri: REDIRECT_URI })
}
