import type { Viewer } from '../../record/viewer.ts'
import type { Heard } from '../../sources/ask.ts'
import type { Known } from '../../sources/fhir-server/known.ts'

/** What every kind of source can do for the person looking. Each throws an AppError of `source/…`, `link/…` or `record/…`. */
export type RecordSource = {
  /** Whether it can be asked at all, once, when it is added; left out where there is nothing to find out. */
  check?(): Promise<void>
  /** Who is looking, as the source says it now. */
  fetchViewer(): Promise<Viewer>
  /** The children whose agreement names that viewer, as `Patient/…`. */
  listChildren(viewer: Viewer): Promise<string[]>
  /**
   * Of children of whom something is known, those who have changed; left out where the source cannot say.
   *
   * @param known by `Patient/…`
   */
  findChanged?(known: ReadonlyMap<string, Known>): Promise<ReadonlySet<string>>
  fetchRecord(patient: string): Promise<Fetched>
  /** What its answers have said about time so far; nothing for one that has no clock. */
  heard: Heard
  /** Whether its word on the time counts for all records: an organisation's does, and not that of whoever makes a link. */
  tellsTime: boolean
  /** When it ends by its own word, so that nothing of it may be read after; left out where it does not say. */
  endsAtMs?: number | undefined
}

/** Everything a source gives about one child. */
export type Fetched = {
  /** Raw, unchecked. */
  resources: unknown[]
  /** What to ask with the next time; undefined where the source cannot say what has changed. */
  known: Known | undefined
  /** Whose key signed it, of those that are trusted for this source; undefined where it is not signed. */
  signedBy: string | undefined
  /** The Bundles it came in, each as it was written at one time. None of them may come again as it was earlier. */
  bundles?: Written[]
}

/** One Bundle, by the name it goes by from one time to the next. */
export type Written = { name: string; at: string; resources: unknown[] }
