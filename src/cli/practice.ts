import type { Bundle } from '@medplum/fhirtypes'
import { londonDate } from '../core/time.ts'
import { schoolYear } from '../guidance/calendar/year-group.ts'
import { familiesIn, SIGN_INS } from '../practice/families/index.ts'
import { type Intranet, startIntranet } from '../practice/server/intranet.ts'
import { type PracticeServer, startPracticeServer } from '../practice/server/practice-server.ts'

/** Made-up families on a server of their own, a pretend intranet beside it, and who can sign in. */
export type Practice = {
  server: PracticeServer
  intranet: Intranet
  signIns: typeof SIGN_INS
  stop(): Promise<void>
}

const thisSchoolYear = () => schoolYear(londonDate(Date.now()))

/**
 * @param options.ports the ports wanted: the next free ones are taken when they are not; left out, any
 * @param options.year the September the families' school year begins in; left out, the one it is
 * @param options.bundles other children than the families, such as `generateFamilies` makes. The server looks through all
 *   it has at every search: among 300 children, one child's record takes about half a second
 * @param options.clock what time it is for the server now; left out, what it is
 */
export async function startPractice({
  ports = { server: 0, intranet: 0 },
  year = thisSchoolYear(),
  bundles = familiesIn(year),
  clock = Date.now(),
}: {
  ports?: { server: number; intranet: number }
  year?: number
  bundles?: readonly Bundle[]
  clock?: number
} = {}): Promise<Practice> {
  const tokens = new Map(SIGN_INS.map((signIn) => [signIn.token, signIn]))
  const server = await startPracticeServer({ port: ports.server, bundles, tokens })
  server.clock.aheadMs = clock - Date.now()
  const intranet = await startIntranet({ port: ports.intranet })
  const stop = async () => void (await Promise.all([server.stop(), intranet.stop()]))
  return { server, intranet, signIns: SIGN_INS, stop }
}
