import type { Resource } from './json-text.ts'

/** FHIR that was behind a link: a Bundle, or one resource. Nothing but its being JSON with a resourceType is checked. */
export type OpenedFile = {
  kind: 'fhir'
  /** As it was sealed, letter for letter; out of a health card, the Bundle written anew. */
  text: string
  resource: Resource
  /** A health card is signed, and its signature is not checked here: it says no more about its writer than a file does. */
  origin: 'file' | 'health-card'
  /** It was announced as something else. It is read by what it is. */
  isMislabelled: boolean
}

/** Why something behind a link was left out. */
export type SkipReason =
  | 'unknown-type'
  | 'api-access' // a token for somebody's server: never kept, never used
  | 'cannot-open' // damaged, tampered with or no sealed file at all
  | 'wrong-key' // it says itself that it was sealed with another key
  | 'too-large'
  | 'too-many'
  | 'not-json'
  | 'not-fhir' // JSON, but of nothing that we know, or nested too deep
  | 'nowhere' // the manifest says neither what it is nor where, or names a place that must not be asked
  | 'not-permitted' // where it lies, the person does not want to ask
  | 'gone' // its location had ended, and so had a fresh one
  | 'busy'
  | 'page' // a web page came instead: a captive portal
  | 'unreachable'

export type Skipped = { reason: SkipReason }

export type Contents = { files: OpenedFile[]; skipped: Skipped[] }

export function skip(reason: SkipReason): Contents {
  return { files: [], skipped: [{ reason }] }
}
