import { codeOf } from '../core/errors.ts'
import { MINUTE_MS } from '../core/time.ts'
import { type Access, appendAccess } from '../vault/access-log.ts'
import { openCover } from '../vault/children.ts'
import type { Database } from '../vault/database.ts'
import { readSources, type Source } from '../vault/sources.ts'
import type { Vault } from '../vault/vault.ts'
import type { App } from './app.ts'
import type { OpenChild } from './open-child.ts'

/**
 * Without a `child` it is about all children at once, without a `sourceId` about all sources. What is not said of a child is
 * taken from what is kept here.
 */
export type Noting = Pick<Access, 'action' | 'outcome'> &
  Partial<Pick<Access, 'why' | 'sourceId' | 'child' | 'patient'>>

/** Looks no further apart than this are one sitting … */
const APART_MS = 5 * MINUTE_MS

/** … which is noted again while it goes on, so that an afternoon does not look like a glance. */
const AGAIN_MS = 60 * MINUTE_MS

/**
 * Notes who looked. A view or a search that goes on is one sitting, and noted once an hour: pages draw themselves anew every
 * minute. Nobody need wait for it, and it never rejects: somebody who needs to know how to help a child is not turned away
 * because a disk is full. What could not be noted is counted, and the next entry says how many; a page that is closed
 * before then takes its count along.
 */
export async function noteAccess({ vault, now }: Pick<App, 'vault' | 'now'>, what: Noting): Promise<void> {
  const memory = memoryOf(vault.database)
  let missed = 0
  try {
    if (goesOn(memory, await vault.session.lastLocked(), what, now())) return
    const whole = { ...what, ...(await keptOf(vault, what)) }
    const sources = await readSources(vault)
    for (const source of sources.filter(({ id }) => whole.sourceId === undefined || whole.sourceId === id)) {
      missed = memory.missed
      memory.missed = 0
      await appendAccess(vault, accessOf(whole, source, now(), missed))
    }
  } catch {
    // Whatever it was, a defect of ours included: it shows in the log, not in somebody's way.
    memory.missed += missed + 1
  }
}

/** Notes what opening a child has come to. */
export function noteView(app: Pick<App, 'vault' | 'now'>, child: string, opened: OpenChild): Promise<void> {
  const { kind } = opened
  return noteAccess(app, {
    action: 'view',
    // To confirm that it is the right child is to see a name, a date of birth and a number.
    outcome: kind === 'open' || kind === 'to-confirm' ? 'done' : 'refused',
    ...(kind !== 'open' && { why: kind }),
    child,
    ...('cover' in opened && { sourceId: opened.cover.sourceId, patient: opened.cover.patient }),
  })
}

async function keptOf(
  vault: Vault,
  { child, sourceId, patient }: Noting,
): Promise<Pick<Noting, 'sourceId' | 'patient'>> {
  if (child === undefined || (sourceId !== undefined && patient !== undefined)) return {}
  try {
    const kept = await openCover(vault, child)
    return { sourceId: kept.sourceId, patient: kept.patient }
  } catch (error) {
    const code = codeOf(error)
    if (code !== 'child/not-here' && code !== 'vault/cannot-open') throw error
    return {} // all that is left to note is that somebody looked
  }
}

function accessOf(what: Noting, { id, viewer }: Source, atMs: number, missed: number): Access {
  const { audience, role, person, organisation } = viewer
  return {
    id: crypto.randomUUID(),
    atMs,
    action: what.action,
    outcome: what.outcome,
    why: what.why,
    sourceId: id,
    by: { audience, role, person, organisation },
    child: what.child,
    patient: what.patient,
    missed: missed === 0 ? undefined : missed,
  }
}

/** What one page remembers of what it has noted. */
type Memory = {
  missed: number
  /** Whoever looks after a lock is somebody else. */
  lastLocked: string | undefined
  sittings: Map<string, { notedAtMs: number; lookedAtMs: number }>
}

const memories = new WeakMap<Database, Memory>()

function memoryOf(database: Database): Memory {
  const memory = memories.get(database) ?? { missed: 0, lastLocked: undefined, sittings: new Map() }
  memories.set(database, memory)
  return memory
}

/** Whether it is one more look of a sitting that has been noted. Anything but looking is noted every time. */
function goesOn(
  memory: Memory,
  lastLocked: string,
  { action, outcome, sourceId, child, why }: Noting,
  nowMs: number,
): boolean {
  if (action !== 'view' && action !== 'search') return false
  if (memory.lastLocked !== lastLocked) memory.sittings.clear()
  memory.lastLocked = lastLocked
  const name = [action, outcome, sourceId, child, why].join(' ')
  const sitting = memory.sittings.get(name)
  const isSame =
    sitting !== undefined &&
    nowMs >= sitting.lookedAtMs &&
    nowMs - sitting.lookedAtMs <= APART_MS &&
    nowMs - sitting.notedAtMs < AGAIN_MS
  memory.sittings.set(name, { notedAtMs: isSame ? sitting.notedAtMs : nowMs, lookedAtMs: nowMs })
  return isSame
}
