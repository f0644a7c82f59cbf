import { FAMILIES, SIGN_INS } from '../practice/families/index.ts'
import { type Intranet, startIntranet } from '../practice/server/intranet.ts'
import { type PracticeServer, startPracticeServer } from '../practice/server/practice-server.ts'

/** Made-up families on a server of their own, a pretend intranet beside it, and who can sign in. */
export type Practice = {
  server: PracticeServer
  intranet: Intranet
  signIns: typeof SIGN_INS
  stop(): Promise<void>
}

/** @param ports the ports wanted: the next free ones are taken when they are not; left out, any */
export async function startPractice(ports = { server: 0, intranet: 0 }): Promise<Practice> {
  const tokens = new Map(SIGN_INS.map((signIn) => [signIn.token, signIn]))
  const server = await startPracticeServer({ port: ports.server, bundles: FAMILIES, tokens })
  const intranet = await startIntranet({ port: ports.intranet })
  const stop = async () => void (await Promise.all([server.stop(), intranet.stop()]))
  return { server, intranet, signIns: SIGN_INS, stop }
}
