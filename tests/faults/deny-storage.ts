/** What browsers that keep nothing do when somebody asks for IndexedDB. Seen in private windows and with site data blocked. */
export const DENIALS = [
  'is not there',
  'throws at its name',
  'throws when opened',
  'refuses',
  'does not answer',
] as const
export type Denial = (typeof DENIALS)[number]

/** Runs in a page before its own scripts, and must find all that it needs there. */
export function denyStorage(how: Denial): void {
  const refused = () => new DOMException('The operation is insecure.', 'SecurityError')
  const define = (what: PropertyDescriptor) => Object.defineProperty(globalThis, 'indexedDB', what)
  const open = IDBFactory.prototype
  if (how === 'is not there') define({ value: undefined })
  if (how === 'throws at its name') {
    define({
      get: () => {
        throw refused()
      },
    })
  }
  if (how === 'throws when opened') {
    open.open = () => {
      throw refused()
    }
  }
  if (how === 'refuses' || how === 'does not answer') {
    open.open = () => {
      const request = new EventTarget()
      const error = new DOMException('A mutation operation was attempted.', 'InvalidStateError')
      Object.setPrototypeOf(request, IDBOpenDBRequest.prototype)
      Object.defineProperties(request, { error: { value: error }, readyState: { value: 'done' } })
      if (how === 'refuses') setTimeout(() => request.dispatchEvent(new Event('error')))
      return request as IDBOpenDBRequest
    }
  }
}
