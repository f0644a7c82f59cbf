import type { Answer } from './answer.ts'

/** Something for the server to do wrong, once. */
export type Fault = {
  /** Only for a request that starts so, such as `POST /fhir` or `GET /fhir/Consent`. Left out: the very next one. */
  to?: string
} & (
  | { instead: Answer } // nothing asked is done: a captive portal's page, a 503
  | { change: (body: unknown) => object | string } // the true answer, altered: another child's resource, half the JSON
  | { hangUp: true } // what was asked is done, and the connection drops before the answer
  | { after: Promise<unknown> } // what was asked is done, and the answer waits for that
)

/** Faults waiting for a request, in order. Each is used once. */
export type Faults = {
  answerNext(fault: Fault): void
  /** Takes the first fault meant for this request. */
  take(method: string, path: string): Fault | undefined
  clear(): void
}

export function createFaults(): Faults {
  let waiting: Fault[] = []
  return {
    answerNext: (fault) => void waiting.push(fault),
    take(method, path) {
      const found = waiting.find(({ to }) => to === undefined || `${method} ${path}`.startsWith(to))
      waiting = waiting.filter((fault) => fault !== found)
      return found
    },
    clear() {
      waiting = []
    },
  }
}

/** The answer to give, with the fault if there is one: undefined is nothing at all. */
export async function answerWith(fault: Fault | undefined, ask: () => Promise<Answer>): Promise<Answer | undefined> {
  if (fault && 'instead' in fault) return fault.instead
  const given = await ask()
  if (!fault) return given
  if ('after' in fault) {
    await fault.after
    return given
  }
  return 'change' in fault ? { ...given, body: fault.change(given.body) } : undefined
}
