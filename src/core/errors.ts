/**
 * Every way Handrail can fail that somebody must be told about. A person sees the sentence and the next step that
 * `ui/words.ts` keeps for the code; the message of an `AppError` is for developers and never holds personal text.
 */
export const ERROR_CODES = [
  'source/unreachable', // no answer, or the network said no
  'source/not-fhir', // an answer, but not one a FHIR server gives (a captive portal, a wrong address)
  'source/refused', // 401: the access code is not, or no longer, accepted
  'source/forbidden', // 403: signed in, but not allowed
  'source/gone', // 404: not there now
  'source/removed', // 410: gone for good
  'source/busy', // 429, 5xx
  'source/too-large', // more than we will hold in memory
  'source/no-role', // the token is good, but says no role that Handrail knows
  'source/clock-differs', // the source's clock and this computer's are more than five minutes apart
  'source/not-allowed', // the organisation names the servers that records may come from
  'source/bad-address', // the address typed is not an https (or loopback) address
  'source/not-permitted', // the person did not allow the browser to ask that place
  'source/wrong-version', // a FHIR server, and not of R4, or one that answers no batches
  'source/sign-in-refused', // the sign-in is not one that can be trusted, or said no
  'source/sign-in-cancelled', // the person closed it, or did not come back in time
  'source/signed-out', // the sign-in has ended: somebody has to sign in again
  'link/unreadable', // no SMART Health Link, or one that must not be followed
  'link/expired',
  'link/newer', // of a version that Handrail does not know
  'link/wrong-key', // what came was sealed with another key
  'link/needed', // a sealed file, and no link came with it
  'link/passcode', // it takes a passcode, and the one in hand is not it
  'link/empty', // nothing is shared by it now
  'link/unknown', // what is behind it is nothing that Handrail reads
  'file/unreadable', // neither a Bundle nor a sealed file of a link
  'record/unreadable', // a resource breaks its schema in a place that matters
  'record/two-children', // one answer about more than one child
  'record/two-identities', // an old and a new identifier together
  'record/for-nobody', // it does not say whom it was made for
  'record/not-shared', // no agreement in it shares anything with whoever it was made for
  'record/twice', // two files about one child
  'record/unsigned', // what is kept was signed, or has to be, and this is not
  'record/bad-signature', // signed, and not by a key that is trusted for it, or changed since
  'record/older', // an older version than one that has been seen: a replay, or a server put back from a copy
  'record/forked', // another text under a version that has been seen
  'pack/bad-address', // no https address that ends in the thumbprint of a key
  'pack/unreachable', // local guidance that cannot be had now
  'pack/unsigned', // local guidance that is not signed with the key that was pinned
  'pack/broken', // signed, and one of its cards breaks a rule
  'pack/older', // not newer than what is kept
  'terms/unreadable', // no calendar
  'terms/none', // a calendar, and no term dates in it
  'vault/locked', // no key in this session
  'vault/wrong-passphrase',
  'vault/wrong-passkey',
  'vault/no-passkey', // none was given: cancelled, timed out, or one that makes no keys
  'vault/method-off', // the organisation does not allow this way in
  'vault/set-up-elsewhere', // another page chose other words meanwhile
  'vault/cannot-open', // sealed bytes that do not open: damaged or tampered with, never said which
  'vault/full', // no room
  'vault/denied', // the browser keeps nothing: site data blocked, or a private window
  'vault/blocked', // a page from before an update holds the database
  'vault/newer', // a newer Handrail wrote it
  'vault/unavailable', // IndexedDB is broken, or does not answer
  'child/not-here', // never was, or was removed
  'child/changed', // what was compared is no longer what is kept
  'app/unexpected', // a defect of ours: nothing else about it is kept, because its message may hold anything
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode

  /** @param message for developers: no names, identifiers, keys, link addresses or record text */
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The code of any error. One that is not ours is a defect, and its message is left behind: it may hold anything. */
export function codeOf(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'app/unexpected'
}
