import type { Checked, Confirmed } from '../consent/lease.ts'
import type { ErrorCode } from '../core/errors.ts'
import type { Viewer } from '../record/viewer.ts'
import type { Step } from './database.ts'
import { isSameSeal, open, type Sealed, seal } from './seal.ts'
import type { Row } from './stores.ts'
import { dataKey, type Vault } from './vault.ts'

/** Where records come from, and who is looking there. */
export type Source = {
  id: string
  name: string
  viewer: Viewer
  from: From
  lastRefresh: RefreshSummary | undefined
  /** What the last whole refresh found as it was before, and so left as it lies. */
  confirmed: Confirmed | undefined
  /** How far a refresh has got that has not come to its end; undefined when none is under way. */
  refreshing: Refreshing | undefined
  /** When a refresh was last begun or went on, whatever came of it. */
  triedAtMs: number | undefined
  /** When to ask again by itself after there was no answer; undefined when there was, or after too many tries. */
  retry: { tries: number; atMs: number } | undefined
  /** The source has asked not to be asked before this instant, by hand neither. */
  waitUntilMs: number | undefined
  /** The records that the viewer has removed from this computer, by pseudonym: they are not fetched until asked for. */
  removedHere: string[] | undefined
}

/** How a source is reached. All of it lies sealed: links, passcodes, access codes and tokens are secrets. */
export type From =
  | ({ kind: 'fhir-server'; baseUrl: string } & (
      | { accessCode: string; signIn?: undefined }
      | { accessCode?: undefined; signIn: KeptSignIn }
    ))
  /** `recipient` is what whoever shared it is told about the viewer; `origins` are those the viewer has allowed. */
  | {
      kind: 'smart-link'
      link: string
      /** Whether its maker means it to be asked now and then: flag L. */
      isLongTerm: boolean
      passcode: string | undefined
      recipient: string
      origins: string[]
      /** Those the viewer was asked about and did not allow: what lies there is left out. */
      declined?: string[]
    }
  /** A file cannot be asked again: what it brought is good until its lease ends. */
  | { kind: 'file' }
  | { kind: 'practice-families'; role: string }

/** What a sign-in gave, and what it takes to go on without another. */
export type KeptSignIn = {
  clientId: string
  issuer: string
  tokenEndpoint: string
  /** Who signed in, as the issuer calls them. */
  subject: string
  scope: string
  /** `PractitionerRole/…` or `Practitioner/…` on the server. */
  fhirUser: string
  accessToken: string
  expiresAtMs: number | undefined
  /** Good once: the next one comes in its place. Undefined where the server gives none. */
  refreshToken: string | undefined
}

/** A refresh that was cut off goes on here. */
export type Refreshing = {
  sinceMs: number
  /** The last child that was asked about, in the order of the references; undefined before the first. */
  after: string | undefined
  done: number
  total: number
  /** As in `Confirmed`: those for whom an earlier answer holds. */
  except: Record<string, Checked>
  summary: RefreshSummary
}

/** What the last refresh did, in numbers and codes. */
export type RefreshSummary = {
  /** When the source last answered as it should, this time or before; undefined when it never has. */
  checkedAtMs: number | undefined
  updated: number
  stopped: number
  /** Children of whom nothing can be shown until somebody has looked at the agreement. */
  needsCheck: number
  refused: { child: string | undefined; code: ErrorCode }[]
  /** Set when the source as a whole did not answer as it should; then the rest was left as it was. */
  failed: ErrorCode | undefined
}

/** @throws AppError vault/locked, vault/cannot-open */
export async function readSources(vault: Vault): Promise<Source[]> {
  const key = await dataKey(vault)
  const sealed = await vault.database.getAll('sources')
  return Promise.all(sealed.map((one) => openSource(key, one)))
}

/** What was opened last under a key: it is needed with every child, and changes with a refresh. Gone with the key. */
const openedLast = new WeakMap<CryptoKey, { sealed: Sealed; source: Source }>()

/** @throws AppError vault/cannot-open */
export async function openSource(key: CryptoKey, sealed: Row<'sources'>): Promise<Source> {
  const last = openedLast.get(key)
  if (last && last.source.id === sealed.id && isSameSeal(last.sealed, sealed)) return last.source
  const source = await open<Source>(key, ['source', sealed.id], sealed)
  openedLast.set(key, { sealed, source })
  return source
}

/** One source in the place of all that were there, and every record of theirs removed. The way in and the clock stay. */
export async function replaceSources(vault: Vault, source: Source): Promise<void> {
  const stores = ['sources', 'covers', 'boxes', 'index', 'marks', 'lapses', 'ratchets'] as const
  await vault.database.write([
    ...stores.map((store): Step => ({ store, clear: true })),
    await stepToWrite(vault, source),
  ])
}

/** Forgets where records came from. Its records go before it: one whose source is not known cannot be opened. */
export async function removeSource(vault: Vault, id: string): Promise<void> {
  await vault.database.write([{ store: 'sources', delete: id }])
}

export async function writeSource(vault: Vault, source: Source): Promise<void> {
  await vault.database.write([await stepToWrite(vault, source)])
}

/**
 * Changes a source, on top of whatever another page has changed of it meanwhile. One that has been removed stays so.
 *
 * @throws AppError vault/locked, vault/cannot-open
 */
export async function changeSource(vault: Vault, id: string, change: (source: Source) => Source): Promise<void> {
  const key = await dataKey(vault)
  for (let isDone = false; !isDone; ) {
    const was = await vault.database.get('sources', id)
    if (!was) return
    const step = await stepToWrite(vault, change(await openSource(key, was)))
    isDone = await vault.database.write([{ store: 'sources', key: id, was }, step])
  }
}

/** The step that keeps a source, to be written with something else or not at all. */
export async function stepToWrite(vault: Vault, source: Source): Promise<Step> {
  const sealed = await seal(await dataKey(vault), ['source', source.id], source)
  return { store: 'sources', put: { id: source.id, ...sealed } }
}
