import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Bundle } from '@medplum/fhirtypes'
import { exportJWK, generateKeyPair } from 'jose'
import { londonDate } from '../core/time.ts'
import { schoolYear } from '../guidance/calendar/year-group.ts'
import { showProblem } from '../guidance/compile/problem.ts'
import { familiesIn, practiceDirectory, SIGN_INS } from '../practice/families/index.ts'
import { type Intranet, startIntranet } from '../practice/server/intranet.ts'
import { type PracticeServer, startPracticeServer } from '../practice/server/practice-server.ts'
import { type PracticeSignIn, startSignIn } from '../practice/server/sign-in.ts'
import { CHROMIUM_ID, GECKO_ID } from './browser.ts'
import { compileFolder } from './pack-folder.ts'
import { signPack } from './sign-pack.ts'

/** Made-up families on a server of their own, a pretend intranet beside it, and who can sign in. */
export type Practice = {
  server: PracticeServer
  intranet: Intranet
  /** Where the same people sign in without an access code. */
  signIn: PracticeSignIn
  signIns: typeof SIGN_INS
  /** The address of the made-up agency's own guidance, with the key that signs it for as long as this runs. */
  localPack: string
  stop(): Promise<void>
}

/** Where browsers come back to from a sign-in: of the extension's own id in Chromium, of its hash in Firefox. */
const REDIRECT_URIS = [
  `https://${CHROMIUM_ID}.chromiumapp.org/cb`,
  `https://${createHash('sha1').update(GECKO_ID).digest('hex')}.extensions.allizom.org/cb`,
]

const thisSchoolYear = () => schoolYear(londonDate(Date.now()))

/**
 * @param options.ports the ports wanted: the next free ones are taken when they are not; left out, any
 * @param options.year the September the families' school year begins in; left out, the one it is
 * @param options.bundles other children than the families, such as `generateFamilies` makes. The server looks through all
 *   it has at every search: among 300 children, one child's record takes about half a second
 * @param options.accessTokenSeconds how long somebody who signs in stays so without another token
 * @param options.clock what time it is for the server now; left out, what it is
 */
export async function startPractice({
  ports = { server: 0, intranet: 0, signIn: 0 },
  year = thisSchoolYear(),
  bundles = familiesIn(year),
  clock = Date.now(),
  accessTokenSeconds = 3600,
}: {
  ports?: { server: number; intranet: number; signIn: number }
  year?: number
  bundles?: readonly Bundle[]
  clock?: number
  accessTokenSeconds?: number
} = {}): Promise<Practice> {
  const tokens = new Map(SIGN_INS.map((signIn) => [signIn.token, signIn]))
  const { services } = practiceDirectory(year)
  let signIn: PracticeSignIn | undefined
  const server = await startPracticeServer({ port: ports.server, bundles, tokens, signIn: () => signIn, services })
  server.clock.aheadMs = clock - Date.now()
  signIn = await startSignIn({
    port: ports.signIn,
    people: SIGN_INS,
    fhirBase: () => server.url,
    redirectUris: REDIRECT_URIS,
    accessTokenSeconds,
  })
  const { jws, thumbprint } = await signLocalGuidance()
  const intranet = await startIntranet({ port: ports.intranet, localPack: { jws, thumbprint } })
  const stop = async () => void (await Promise.all([server.stop(), intranet.stop(), signIn.stop()]))
  const localPack = `${intranet.url}${intranet.packPath}`
  return { server, intranet, signIn, signIns: SIGN_INS, localPack, stop }
}

const LOCAL_GUIDANCE = fileURLToPath(new URL('../practice/guidance/', import.meta.url))

async function signLocalGuidance(): Promise<{ jws: string; thumbprint: string }> {
  const compiled = await compileFolder(LOCAL_GUIDANCE)
  if (compiled.kind === 'broken') throw new Error(compiled.problems.map(showProblem).join('\n'))
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  return signPack(compiled.value, await exportJWK(privateKey))
}
