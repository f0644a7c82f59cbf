import { Agent, request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Answer, refusal, send } from '../../src/practice/server/answer.ts'
import { smartConfiguration } from '../../src/practice/server/discovery.ts'
import { listenOnLoopback, stopListening } from '../../src/practice/server/listen.ts'

/** What an organisation's gateway says to each access code: who that is, or that they may not. */
export type Codes = ReadonlyMap<string, { practitionerRole: string; isAllowed: boolean }>

export type Gateway = {
  /** The FHIR base that a client is given. */
  url: string
  stop(): Promise<void>
}

/** Between two neighbours only (RFC 9110 7.6.1), and the code, which is none of the engine's business. */
const NOT_PASSED_ON = ['authorization', 'connection', 'host', 'keep-alive', 'transfer-encoding', 'upgrade']

/**
 * Stands before an engine that has no sign-in of its own, as an organisation's gateway would: it checks the access code,
 * says who that is, and passes everything else on. The engine learns the address outside from `x-forwarded-host`, so that
 * the links in its answers lead back here.
 */
export async function startGateway(engineUrl: string, codes: Codes): Promise<Gateway> {
  const agent = new Agent({ keepAlive: true })
  let origin = ''
  const server = createServer((request, response) => {
    const answer = answerFor(request, origin, codes)
    if (answer) send(request, response, answer, '*')
    else passOn(request, response, { engineUrl, origin, agent })
  })
  origin = await listenOnLoopback(server, 0)
  return {
    url: `${origin}/fhir`,
    async stop() {
      agent.destroy()
      await stopListening(server)
    },
  }
}

/** What the gateway answers itself; undefined for what is passed on. */
function answerFor({ url = '/', headers }: IncomingMessage, origin: string, codes: Codes): Answer | undefined {
  const path = url.replace(/\?.*$/, '')
  if (path === '/fhir/.well-known/smart-configuration') return { status: 200, body: smartConfiguration(origin) }
  const person = codes.get(/^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '')
  if (!person) return refusal(401, 'login', 'Sign in', { 'www-authenticate': 'Bearer' })
  if (!person.isAllowed) return refusal(403, 'forbidden', 'Not for this organisation')
  const { practitionerRole } = person
  if (path === '/userinfo') return { status: 200, body: { sub: practitionerRole, fhirUser: practitionerRole } }
  return path === '/fhir' || path.startsWith('/fhir/') ? undefined : refusal(404, 'not-found', 'Not found')
}

function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  { engineUrl, origin, agent }: { engineUrl: string; origin: string; agent: Agent },
): void {
  const outside = new URL(origin)
  const headers = { ...without(request.headers), 'x-forwarded-host': outside.host, 'x-forwarded-proto': 'http' }
  const address = new URL(engineUrl)
  const asked = ask(`${address.origin}${request.url}`, { method: request.method, headers, agent }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, without(answer.headers))
    answer.pipe(response)
    answer.on('error', () => response.destroy())
  })
  asked.on('error', () => {
    if (response.headersSent) response.destroy()
    else send(request, response, refusal(502, 'transient', 'The engine does not answer'), '*')
  })
  request.pipe(asked)
}

function without(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_PASSED_ON.includes(name)))
}
