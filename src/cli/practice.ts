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
 */
export async function startPractice({
  ports = { server: 0, intranet: 0 },
  year = thisSchoolYear(),
} = {}): Promise<Practice> {
  const tokens = new Map(SIGN_INS.map((signIn) => [signIn.token, signIn]))
  const server = await startPracticeServer({ port: ports.server, bundles: familiesIn(year), tokens })
  const intranet = await startIntranet({ port: ports.intranet })
  const stop = async () => void (await Promise.all([server.stop(), intranet.stop()]))
  return { server, intranet, signIns: SIGN_INS, stop }
}
