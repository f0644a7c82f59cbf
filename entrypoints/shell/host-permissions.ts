import { browser } from 'wxt/browser'
import type { Shell } from '../../src/ui/page-state.ts'

/**
 * The browser's own leave to ask one place, beside which no server need let a page ask it. A practice server on this
 * very computer lets any page ask.
 */
export const hostPermissions: Pick<Shell, 'allow' | 'isAllowed' | 'allowOnly'> = {
  allow: (origin) => (isLoopback(origin) ? Promise.resolve(true) : browser.permissions.request(placesAt(origin))),
  isAllowed: (origin) => (isLoopback(origin) ? Promise.resolve(true) : browser.permissions.contains(placesAt(origin))),
  allowOnly: async (wanted) => {
    const { origins = [] } = await browser.permissions.getAll()
    const kept = new Set(wanted.flatMap((origin) => placesAt(origin).origins))
    const given = origins.filter((one) => !kept.has(one))
    if (given.length > 0) await browser.permissions.remove({ origins: given })
  },
}

function placesAt(origin: string) {
  const { protocol, hostname } = new URL(origin)
  return { origins: [`${protocol}//${hostname}/*`] } // browsers know of no port here
}

function isLoopback(origin: string): boolean {
  const { protocol, hostname } = new URL(origin)
  return protocol === 'http:' && (hostname === '127.0.0.1' || hostname === 'localhost')
}
