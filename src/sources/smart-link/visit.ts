import type { Asking } from '../ask.ts'
import type { SmartLink } from './link.ts'

/** What somebody who receives a link brings along. */
export type Visitor = {
  /** Who is looking: name, role, organisation. The sharer gets to see it. */
  recipient: string
  /** Sent when the link needs one, and never kept. */
  passcode?: string
  /** Origins the person has let the browser ask, the link's own among them. */
  origins: readonly string[]
  /** Origins they were asked about and said no to: files there are left out. */
  declined?: readonly string[]
  allowsLoopback: boolean
}

/** One time of receiving a link. */
export type Visit = {
  asking: Asking
  link: SmartLink
  visitor: Visitor
  startedAtMs: number
  /** What came from locations, by address: one may be asked only once. */
  fetched: Map<string, string>
}

/** No request begins later, so that with `ask`'s ten seconds all is over within thirty, whoever drips. */
const LAST_START_MS = 20_000

/**
 * Whether there is time for one more request. A location ends an hour after the manifest was asked for: this is sooner,
 * also for a computer that slept in between.
 */
export function isInTime({ asking, startedAtMs }: Visit): boolean {
  return asking.now() - startedAtMs <= LAST_START_MS
}
