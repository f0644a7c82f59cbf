import { createServer } from 'node:http'
import { smartConfiguration } from '../../../../src/practice/server/discovery.ts'
import { listenOnLoopback, stopListening } from '../../../../src/practice/server/listen.ts'
import { type PracticeSignIn, startSignIn } from '../../../../src/practice/server/sign-in.ts'
import type { SignIn } from '../../../../src/sources/sign-in/oauth.ts'
import { REDIRECT_URI } from './person.ts'
import { createWire, type Wire } from './wire.ts'

export const KHAN = 'PractitionerRole/khan'
export const SHAH = 'PractitionerRole/shah'

/** A FHIR base that says where to sign in, and a real OpenID provider that does it. */
export type Place = {
  baseUrl: string
  signIn: PracticeSignIn
  stop(): Promise<void>
}

/** @param fhirBase whose tokens it gives; its own base address, unless given */
export async function openPlace(fhirBase?: () => string): Promise<Place> {
  let signIn: PracticeSignIn | undefined
  const fhir = createServer((request, response) => {
    if (request.url === '/moved') return void response.writeHead(307, { location: '/' }).end()
    const isAsked = request.url === '/fhir/r4/.well-known/smart-configuration' && signIn
    response.writeHead(isAsked ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isAsked ? smartConfiguration(origin, isAsked.url) : {}))
  })
  const origin = await listenOnLoopback(fhir, 0)
  const baseUrl = `${origin}/fhir/r4`
  const people = [
    { name: 'Mr Khan, class teacher', practitionerRole: KHAN },
    { name: 'Dr Shah <GP>', practitionerRole: SHAH },
  ]
  const running = await startSignIn({
    port: 0,
    people,
    fhirBase: fhirBase ?? (() => baseUrl),
    redirectUris: [REDIRECT_URI],
  })
  signIn = running
  const stop = async () => void (await Promise.all([stopListening(fhir), running.stop()]))
  return { baseUrl, signIn: running, stop }
}

/** Handrail at a place, with a wire in between. */
export function arriveAt(place: Place, changed: Partial<SignIn> = {}, now: () => number = Date.now) {
  const wire: Wire = createWire()
  const signIn: SignIn = {
    asking: { fetch: wire.fetch, now, heard: {} },
    baseUrl: place.baseUrl,
    clientId: 'handrail',
    issuer: undefined,
    redirectUri: REDIRECT_URI,
    ...changed,
  }
  return { wire, signIn }
}
