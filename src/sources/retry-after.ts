import { HOUR_MS } from '../core/time.ts'

/**
 * For how long a server asks not to be asked again, in milliseconds: at most an hour, 0 for a time that is past.
 *
 * @param nowMs by the server's clock where it says one, which is the one its date was written by
 * @returns undefined when it does not ask, or not in a form that HTTP knows
 * @source RFC 9110, 10.2.3: seconds or a date; security.md F9
 */
export function parseRetryAfter(header: string | null, nowMs: number): number | undefined {
  const text = header?.trim() ?? ''
  const askedMs = /^\d+$/.test(text) ? Number(text) * 1000 : isDate(text) ? Date.parse(inGmt(text)) - nowMs : Number.NaN
  return Number.isNaN(askedMs) ? undefined : Math.min(Math.max(askedMs, 0), HOUR_MS)
}

/** The form HTTP writes today, and the two it wrote before: `Date.parse` alone reads much that is no date. */
function isDate(text: string): boolean {
  return /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d\d:\d\d:\d\d( GMT| \d{4})$/.test(text)
}

/** The oldest form does not say that it is in GMT, and would be read by this computer's own zone. */
function inGmt(text: string): string {
  return text.endsWith(' GMT') ? text : `${text} GMT`
}
