import { AppError } from '../core/errors.ts'
import type { Viewer } from '../record/viewer.ts'
import { parseBaseUrl } from '../sources/fhir-server/request.ts'
import { randomId } from '../vault/bytes.ts'
import { announceChange } from '../vault/changes.ts'
import {
  type From,
  type RefreshSummary,
  readSources,
  removeSource,
  replaceSources,
  type Source,
  writeSource,
} from '../vault/sources.ts'
import { holdVault } from '../vault/vault.ts'
import type { App } from './app.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { openSource } from './records/open-source.ts'
import type { RecordSource } from './records/record-source.ts'
import { type Progress, refreshSource } from './refresh.ts'
import { eraseAllOf } from './refresh-child.ts'
import { sendAllAccesses } from './send-accesses.ts'

/**
 * Takes records from a FHIR server. Who is looking comes from the server alone, by the access code.
 *
 * @throws AppError source/bad-address, source/no-role, or whatever kept the server from answering; nothing is kept then
 */
export async function addFhirServer(app: App, address: string, accessCode: string): Promise<Source> {
  const baseUrl = parseBaseUrl(address)
  return addAsked(app, new URL(baseUrl).host, { kind: 'fhir-server', baseUrl, accessCode: accessCode.trim() })
}

/**
 * Takes the made-up families that ship with Handrail, seen as one of the people in them.
 *
 * @param role `PractitionerRole/…` of one of `SIGN_INS`
 */
export async function addPracticeFamilies(app: App, role: string): Promise<Source> {
  return addAsked(app, 'Made-up families', { kind: 'practice-families', role })
}

/** Asks a server who is looking, by what `from` holds, and keeps it in the place of another. */
export async function addAsked(app: App, name: string, from: From): Promise<Source> {
  return oneAtATime(async () => {
    const id = randomId()
    const records = await openSource(app, { id, from })
    await records.check?.()
    const viewer = await records.fetchViewer()
    const source = newSource({ id, name: nameFor(viewer, name), from, viewer })
    await putInPlace(app, source)
    return source
  })
}

/**
 * Keeps a source that has been asked already, and what it gave.
 *
 * @throws AppError why nothing of it can be kept: record/not-shared where no agreement shares anything; then all is as before
 */
export async function keepSource(
  app: App,
  source: Source,
  records: RecordSource,
  onProgress: Progress,
): Promise<RefreshSummary> {
  const summary = await oneAtATime(async () => {
    const before = (await readSources(app.vault)).find(({ id }) => id === source.id)
    await putInPlace(app, source)
    const asked = { ...app, vault: await holdVault(app.vault) }
    const kept = await refreshSource(asked, source, onProgress, records).catch(failedWith)
    if (!('code' in kept) && kept.updated > 0) return kept
    // The same link opened again costs nobody the good copy that it brought before.
    await (before ? writeSource(app.vault, before) : removeKept(app, source.id))
    if ('code' in kept) throw kept
    throw new AppError(kept.failed ?? kept.refused[0]?.code ?? 'record/not-shared', 'nothing of it can be kept')
  })
  announceChange()
  return summary
}

function failedWith(error: unknown): AppError {
  if (error instanceof AppError) return error
  throw error
}

/** The name of a host may be an adoption agency's, which what a class teacher sees must not say. */
function nameFor({ audience }: Viewer, name: string): string {
  return audience === 'class-teacher' ? 'Your organisation’s records' : name
}

export function newSource(of: { id: string; name: string; from: From; viewer: Viewer }): Source {
  const nothingYet = { lastRefresh: undefined, confirmed: undefined, triedAtMs: undefined, removedHere: undefined }
  return { ...of, ...nothingYet, refreshing: undefined, retry: undefined, waitUntilMs: undefined }
}

/**
 * One server, or the made-up families, at a time: another takes its place, and its records go. Links and files come
 * beside a server. What is made up is never beside what is real.
 */
async function putInPlace(app: App, source: Source): Promise<void> {
  const { vault } = app
  const before = await readSources(vault)
  const leaving = before.filter((one) => givesWay(one.from, source.from))
  for (const one of leaving) await sendAllAccesses(app, one) // it can be told no more after this
  if (leaving.length > 0 && leaving.length === before.length) return replaceSources(vault, source)
  for (const one of leaving) await removeKept(app, one.id)
  await writeSource(vault, source)
}

function givesWay(before: From, next: From): boolean {
  const isReal = (from: From) => from.kind !== 'practice-families'
  return isReal(before) !== isReal(next) || (isOne(before) && isOne(next))
}

function isOne({ kind }: From): boolean {
  return kind === 'fhir-server' || kind === 'practice-families'
}

async function removeKept({ vault }: App, id: string): Promise<void> {
  await eraseAllOf(vault, id)
  await removeSource(vault, id)
}

/**
 * Removes a source and every record that came from it. Sharing goes on: it is told who looked, and nothing else.
 *
 * @throws AppError vault/locked
 */
export async function forgetSource(app: App, id: string): Promise<void> {
  await oneAtATime(async () => {
    const source = (await readSources(app.vault)).find((one) => one.id === id)
    if (source) await sendAllAccesses(app, source)
    await removeKept(app, id)
  })
  announceChange()
}
