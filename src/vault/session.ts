import { AppError } from '../core/errors.ts'
import { fromBase64 } from './bytes.ts'
import { importDataKey, importNamingKey } from './keys.ts'
import { createMemoryArea, type MemoryArea } from './memory.ts'

/**
 * What is remembered while Handrail is unlocked. `usedAtMs` is when somebody last did something on one of its pages: an
 * open window is not use.
 */
export type Unlocked = Use & {
  /** The raw data key in base64. */
  key: string
  /** `memory`: nothing is kept on this computer. */
  keeps: 'disk' | 'memory'
}

export type Use = Terms & { usedAtMs: number }

/** The rules that hold while it is open: known here, so that nobody has to read them at every look. */
export type Terms = {
  idleMs: number
  /** How old an answer of a source may be; left out, as old as it was allowed to be when it came. */
  offlineMs?: number | undefined
}

/**
 * Where that lives: memory that is gone when the browser closes and never reaches disk. An extension uses
 * `storage.session`, which all its pages share; a frame keeps its own (design.md §5).
 */
export type SessionArea = {
  read(): Promise<Unlocked | undefined>
  write(unlocked: Unlocked): Promise<void>
  /** Changes nothing else: a page that is late with it must not bring back a key that another has just forgotten. */
  touch(use: Use): Promise<void>
  /** Forgets the key, and every row that is kept in memory. */
  clear(): Promise<void>
  /** Another text after every `clear`, so that an unlocking which a lock has overtaken can be told. */
  lastCleared(): Promise<string>
  /** Calls back after every change, whichever page made it, with what is there now. */
  watch(listener: (now: Unlocked | undefined) => void, signal: AbortSignal): void
}

/** The data key in the forms it is used in. */
export type Keys = { data: CryptoKey; naming: CryptoKey }

export type Session = {
  /**
   * What is there now; undefined when locked. Asks the clock every time: once the time without use is over, or the clock
   * has been set back behind the last use, it forgets the key instead of giving it.
   */
  read(): Promise<Unlocked | undefined>
  /** @throws AppError vault/locked */
  keys(): Promise<Keys>
  /**
   * @param since what `lastLocked` said before the work of unlocking began
   * @throws AppError vault/locked when somebody has locked since
   */
  unlock(unlocked: Omit<Unlocked, 'usedAtMs'>, since?: string): Promise<void>
  lastLocked(): Promise<string>
  lock(): Promise<void>
  /** Other rules from now on. It is no use: the time without it goes on. */
  changeTerms(terms: Terms): Promise<void>
  /** Somebody has done something on a page: the time without use begins again. */
  touch(): Promise<void>
  watch(listener: (now: Unlocked | undefined) => void, signal: AbortSignal): void
}

const CLOCK_TOLERANCE_MS = 5 * 60_000

/** Whether the time without use is over. A clock set back does not lengthen it. */
export function isOver({ usedAtMs, idleMs }: Unlocked, nowMs: number): boolean {
  return nowMs >= usedAtMs + idleMs || nowMs < usedAtMs - CLOCK_TOLERANCE_MS
}

export function createSession(area: SessionArea, now: () => number): Session {
  /** The key in forms that script cannot read back, so that opening a box need not ask another process for it. */
  let imported: { key: string; keys: Promise<Keys> } | undefined
  let known: Promise<Unlocked | undefined> | undefined

  area.watch((current) => {
    known = Promise.resolve(current)
    if (imported && imported.key !== current?.key) imported = undefined
  }, new AbortController().signal)

  const lock = async () => {
    imported = undefined
    await area.clear()
    known = undefined // not before: somebody else on this page may read while it is being cleared
  }
  const read = async () => {
    known ??= area.read()
    const current = await known
    if (!current || !isOver(current, now())) return current
    known = area.read() // this page may have been asleep, and not yet heard that another was used
    const stored = await known
    if (!stored || !isOver(stored, now())) return stored
    await lock()
    return undefined
  }
  return {
    read,
    keys: async () => {
      const current = await read()
      if (!current) throw new AppError('vault/locked', 'no key in this session')
      if (imported?.key !== current.key) imported = { key: current.key, keys: importKeys(current.key) }
      return imported.keys
    },
    unlock: async (unlocked, since) => {
      const isOvertaken = async () => since !== undefined && since !== (await area.lastCleared())
      const overtaken = new AppError('vault/locked', 'locked while it was being unlocked')
      if (await isOvertaken()) throw overtaken
      await area.write({ ...unlocked, usedAtMs: now() })
      known = undefined
      if (!(await isOvertaken())) return
      await lock() // whoever locks says so before the key goes: it was not there yet
      throw overtaken
    },
    lock,
    lastLocked: async () => {
      await read() // a lock that is due comes first
      return area.lastCleared()
    },
    // Both ask what is there now, not what this page knows: another may just have changed the other half.
    changeTerms: async (terms) => {
      const current = (await read()) && (await area.read())
      if (current) await area.touch({ ...terms, usedAtMs: current.usedAtMs })
    },
    touch: async () => {
      const current = (await read()) && (await area.read())
      if (current) await area.touch({ idleMs: current.idleMs, offlineMs: current.offlineMs, usedAtMs: now() })
    },
    watch: (listener, signal) => area.watch(listener, signal),
  }
}

async function importKeys(key: string): Promise<Keys> {
  const raw = fromBase64(key)
  return { data: await importDataKey(raw), naming: await importNamingKey(raw) }
}

/**
 * One page's own memory: for a frame, and for tests.
 *
 * @param rows where rows live while nothing is kept on this computer: they go with the key
 */
export function createOwnArea(rows: MemoryArea = createMemoryArea()): SessionArea {
  const changes = new EventTarget()
  let held: Unlocked | undefined
  let cleared = 0
  const hold = async (unlocked: Unlocked | undefined) => {
    held = unlocked
    changes.dispatchEvent(new Event('change'))
  }
  return {
    read: async () => held,
    write: hold,
    touch: async (use) => {
      if (held) await hold({ ...held, ...use })
    },
    lastCleared: async () => String(cleared),
    clear: async () => {
      cleared += 1
      await hold(undefined)
      await rows.remove(Object.keys(await rows.read()))
    },
    watch: (listener, signal) => changes.addEventListener('change', () => listener(held), { signal }),
  }
}
