import type { LeftOut } from '../../app/open-link.ts'
import type { ErrorCode } from '../../core/errors.ts'
import { SENTENCES } from '../words.ts'

/** What is to be known about a link that can be followed all the same. */
export const REMARKS = {
  'in-query':
    'This link was inside the address of a website, so that website has been told its key. Ask whoever shared it for another.',
} as const

type Reason = Exclude<LeftOut, ErrorCode>

const REASONS: Record<Reason, string> = {
  'unknown-type': 'Something of a kind that Handrail does not read.',
  'api-access': 'A way in to somebody’s server. Handrail does not use it, and has not kept it.',
  'cannot-open': 'A part that is damaged.',
  'wrong-key': 'A part that this link does not open.',
  'too-large': 'A part that is too large to be a record.',
  'too-many': 'More parts than we open at once.',
  'not-json': 'A part that is no record.',
  'not-fhir': 'A part that is no record.',
  nowhere: 'A part that does not say where it is.',
  'not-permitted': 'A part in a place that you did not allow.',
  gone: 'A part that is no longer there.',
  busy: 'A part whose server is busy.',
  page: 'A part behind a page that asks you to sign in to this network.',
  unreachable: 'A part that we could not reach.',
}

/** Why parts were left out, each reason once. */
export function leftOutWords(leftOut: readonly LeftOut[]): string[] {
  const sentence = (one: LeftOut) =>
    Object.hasOwn(REASONS, one) ? REASONS[one as Reason] : SENTENCES[one as ErrorCode].text
  return [...new Set(leftOut.map(sentence))]
}
