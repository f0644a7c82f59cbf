/** The three things that a sign-in asks for itself; the fourth, signing in, the browser does. */
export const STEPS = ['discovery', 'token', 'keys'] as const

export type Step = (typeof STEPS)[number]

/** What is put in the place of a true answer; `ask` gives that one, or one to the same question from another address. */
type Change = (ask: (url?: string) => Promise<Response>, form: URLSearchParams) => Promise<Response>

/** Between Handrail and a real server: counts what is sent, remembers the forms, and changes answers where it is told to. */
export function createWire() {
  const sent: Record<Step, number> = { discovery: 0, token: 0, keys: 0 }
  const forms: URLSearchParams[] = []
  const inits: RequestInit[] = []
  const changes: Partial<Record<Step, Change>> = {}
  const wired: typeof fetch = async (input, init = {}) => {
    const url = String(input)
    const step = stepOf(url)
    const form = init.body instanceof URLSearchParams ? init.body : new URLSearchParams()
    sent[step] += 1
    inits.push(init)
    if (step === 'token') forms.push(form)
    const ask = (other = url) => fetch(other, init)
    return changes[step]?.(ask, form) ?? ask()
  }
  return { fetch: wired, sent, forms, inits, changes }
}

export type Wire = ReturnType<typeof createWire>

/** The true answer, with other members. */
export function withMembers(members: object): Change {
  return async (ask) => json({ ...((await (await ask()).json()) as object), ...members })
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers })
}

function stepOf(url: string): Step {
  if (url.endsWith('/.well-known/smart-configuration')) return 'discovery'
  return new URL(url).pathname.endsWith('jwks') ? 'keys' : 'token'
}
