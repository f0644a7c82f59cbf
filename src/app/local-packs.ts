import { AppError, codeOf, type ErrorCode } from '../core/errors.ts'
import { DAY_MS, HOUR_MS } from '../core/time.ts'
import type { Pack } from '../guidance/card.ts'
import { openPack } from '../guidance/local/open-pack.ts'
import { type PackAddress, parsePackAddress, showPackAddress } from '../guidance/local/pack-address.ts'
import { takesPlace } from '../guidance/local/versions.ts'
import type { Asking } from '../sources/ask.ts'
import { fetchPack } from '../sources/guidance-pack/fetch-pack.ts'
import { announceChange } from '../vault/changes.ts'
import { readPackRows, removePackRow, writePackRow } from '../vault/packs.ts'
import type { PackRow } from '../vault/stores.ts'
import { takeTurns } from '../vault/turns.ts'
import type { App } from './app.ts'
import { readPolicy } from './policy.ts'

/** A pack of local guidance, and how asking for it has gone. */
export type LocalPack = {
  address: PackAddress
  /** The last good one; undefined until one has come. */
  pack: Pack | undefined
  readAtMs: number | undefined
  /** Why the last try brought nothing; undefined when it did. What is good stays meanwhile. */
  trouble: ErrorCode | undefined
  /** The organisation has set it: nobody here can remove it. */
  isManaged: boolean
}

/** Every local pack: those the organisation names, or else those added here. Each is checked anew against its key. */
export async function listPacks(app: App): Promise<LocalPack[]> {
  const [{ addresses, isManaged }, rows] = await Promise.all([packAddresses(app), readPackRows(app.vault)])
  return Promise.all(
    addresses.map(async (address) => {
      const row = rows.find(({ id }) => id === address.thumbprint)
      const pack = row && (await packIn(row))
      const trouble = (row?.trouble || (row?.jws && !pack && 'pack/unsigned') || undefined) as ErrorCode | undefined
      return { address, pack, readAtMs: pack && row?.readAtMs, trouble, isManaged }
    }),
  )
}

/**
 * The packs whose cards are shown: all that are kept and good, in the order of their keys. What the organisation has set
 * is not asked for here, as that may take seconds and this is read locked: `refreshPacks` has put away what is not allowed.
 */
export async function readPacks({ vault }: Pick<App, 'vault'>): Promise<Pack[]> {
  const packs = await Promise.all((await readPackRows(vault)).map(packIn))
  return packs.filter((pack) => pack !== undefined)
}

/** Whether the organisation leaves it to people to add packs. */
export async function mayAddPack(app: App): Promise<boolean> {
  return !(await packAddresses(app)).isManaged
}

/**
 * Adds a pack, once it has come and is good.
 *
 * @param written its address with the thumbprint of its key, as the agency gives it
 * @throws AppError pack/bad-address; pack/unreachable, pack/unsigned, pack/broken, pack/older; source/not-allowed when
 *   the organisation has named its packs
 */
export async function addPack(app: App, written: string): Promise<void> {
  const address = parsePackAddress(written, undefined, app.allowsLoopback)
  if (!address) throw new AppError('pack/bad-address', 'no https address with a thumbprint')
  if (!(await mayAddPack(app))) throw new AppError('source/not-allowed', 'the organisation names its packs')
  await oneAtATime(async () => {
    const before = await rowOf(app, address)
    const row = await bring(app, address, before)
    if (row.trouble) throw new AppError(row.trouble as ErrorCode, 'the pack is not one to add')
    await writePackRow(app.vault, row, before)
  })
  announceChange()
}

export async function removePack({ vault }: App, { address }: LocalPack): Promise<void> {
  await removePackRow(vault, address.thumbprint)
  announceChange()
}

const ASK_EVERY_MS = DAY_MS
const TRY_AGAIN_MS = HOUR_MS

/**
 * Asks for every pack that has not been asked for lately. What cannot be had, or is not good, leaves the last good one.
 * What the organisation does not name goes, where it names any.
 */
export async function refreshPacks(app: App, when: 'due' | 'now' = 'due'): Promise<void> {
  await oneAtATime(async () => {
    const { addresses, isManaged } = await packAddresses(app)
    const rows = await readPackRows(app.vault)
    const allowed = new Set(addresses.map(({ thumbprint }) => thumbprint))
    for (const { id } of rows.filter((row) => !allowed.has(row.id))) await removePackRow(app.vault, id)
    for (const address of addresses) {
      const before = await rowOf(app, address)
      if (!before && !isManaged) continue // somebody has removed it meanwhile
      if (when === 'due' && before && !isDue(before, app.now())) continue
      const row = await bring(app, address, before)
      if ((await writePackRow(app.vault, row, before)) && row.version !== before?.version) announceChange()
    }
  })
}

function isDue({ triedAtMs, trouble }: PackRow, nowMs: number): boolean {
  const ageMs = nowMs - triedAtMs
  return ageMs < 0 || ageMs >= (trouble ? TRY_AGAIN_MS : ASK_EVERY_MS) // a clock that was ahead makes nothing new
}

/** The row as it is after asking: with the pack that came, or with the one before and what went wrong. */
async function bring(
  { fetch, now }: App,
  { url, thumbprint }: PackAddress,
  before: PackRow | undefined,
): Promise<PackRow> {
  const kept = before ?? { id: thumbprint, jws: '', version: '', readAtMs: 0 }
  const asking: Asking = { fetch, now, heard: {} }
  try {
    const jws = await fetchPack(asking, url)
    const opened = await openPack(jws, thumbprint)
    if (opened.kind !== 'pack') return { ...kept, url, triedAtMs: now(), trouble: `pack/${opened.kind}` }
    const { version } = opened.pack
    const last = kept.version ? kept : undefined
    if (!takesPlace({ version, jws }, last, (await packIn(kept)) !== undefined)) {
      return { ...kept, url, triedAtMs: now(), trouble: 'pack/older' }
    }
    return { id: thumbprint, url, jws, version, readAtMs: now(), triedAtMs: now(), trouble: '' }
  } catch (error) {
    return { ...kept, url, triedAtMs: now(), trouble: codeOf(error) }
  }
}

async function packIn({ jws, id }: Pick<PackRow, 'jws' | 'id'>): Promise<Pack | undefined> {
  const opened = jws ? await openPack(jws, id) : undefined
  return opened?.kind === 'pack' ? opened.pack : undefined
}

async function rowOf({ vault }: App, { thumbprint }: PackAddress): Promise<PackRow | undefined> {
  return (await readPackRows(vault)).find(({ id }) => id === thumbprint)
}

/** Where packs come from: the organisation's word, or, where it has said nothing, what has been added here. */
async function packAddresses(app: App): Promise<{ addresses: PackAddress[]; isManaged: boolean }> {
  const { settings } = await readPolicy(app)
  const named = settings.guidancePacks.value
  const kept = async () =>
    (await readPackRows(app.vault)).map(({ url, id }) => showPackAddress({ url, thumbprint: id }))
  const written = named === 'any' ? await kept() : named
  const addresses = written.flatMap((one) => parsePackAddress(one, undefined, app.allowsLoopback) ?? [])
  return { addresses, isManaged: named !== 'any' }
}

function oneAtATime<Value>(work: () => Promise<Value>): Promise<Value> {
  return takeTurns('handrail/packs', work)
}
