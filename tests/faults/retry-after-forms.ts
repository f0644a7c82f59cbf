import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'

/** A way to say when to ask again. */
export type Form = {
  name: string
  /** What the header says, by the server's clock; undefined for no header. */
  header(nowMs: number): string | undefined
  /** For how long nobody may ask. */
  waitMs: number
}

const WAIT_MS = 10 * MINUTE_MS

/** Every form that RFC 9110 has, what it says of none of them, and what else servers write. A server may ask for an hour at the most. */
export const FORMS: readonly Form[] = [
  { name: 'seconds', header: () => `${WAIT_MS / 1000}`, waitMs: WAIT_MS },
  { name: 'a date', header: (nowMs) => imf(nowMs + WAIT_MS), waitMs: WAIT_MS },
  { name: 'a date of RFC 850', header: (nowMs) => rfc850(nowMs + WAIT_MS), waitMs: WAIT_MS },
  { name: 'a date of asctime', header: (nowMs) => asctime(nowMs + WAIT_MS), waitMs: WAIT_MS },
  { name: 'a date tomorrow', header: (nowMs) => imf(nowMs + DAY_MS), waitMs: HOUR_MS },
  { name: 'a date that is past', header: (nowMs) => imf(nowMs - HOUR_MS), waitMs: 0 },
  { name: 'none', header: () => undefined, waitMs: 0 },
  { name: '0', header: () => '0', waitMs: 0 },
  { name: '999999', header: () => '999999', waitMs: HOUR_MS },
  { name: 'garbage', header: () => 'in a while', waitMs: 0 },
  { name: 'a negative number', header: () => '-600', waitMs: 0 },
  { name: 'a fraction', header: () => '600.5', waitMs: 0 },
]

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** `Sun, 06 Nov 1994 08:49:37 GMT` */
function imf(atMs: number): string {
  return new Date(atMs).toUTCString()
}

/** `Sunday, 06-Nov-94 08:49:37 GMT` */
function rfc850(atMs: number): string {
  const [, day, month, year, time] = imf(atMs).split(' ')
  return `${DAYS[new Date(atMs).getUTCDay()]}, ${day}-${month}-${year?.slice(2)} ${time} GMT`
}

/** `Sun Nov  6 08:49:37 1994`, in GMT though it does not say so. */
function asctime(atMs: number): string {
  const [weekday, day, month, year, time] = imf(atMs).split(' ')
  return `${weekday?.slice(0, 3)} ${month} ${`${Number(day)}`.padStart(2)} ${time} ${year}`
}
