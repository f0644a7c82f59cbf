import { browser } from 'wxt/browser'
import type { MemoryArea } from '../../src/vault/memory.ts'
import type { SessionArea, Unlocked, Use } from '../../src/vault/session.ts'

const KEY = 'unlocked'
/** By itself, so that a late page that only says "still used" cannot bring back a key that has been forgotten. */
const USE = 'use'
/** Another text after every lock. */
const CLEARED = 'cleared'

type Stored = { [KEY]?: Omit<Unlocked, keyof Use>; [USE]?: Use; [CLEARED]?: string }

const { session } = browser.storage

/** `storage.session`: in memory, shared by the extension's own pages, gone when the browser closes. */
export const extensionSession: SessionArea = {
  read: async () => together(await session.get<Stored>([KEY, USE])),
  write: ({ key, keeps, ...use }) => session.set({ [KEY]: { key, keeps }, [USE]: use }),
  touch: (use) => session.set({ [USE]: use }),
  clear: async () => {
    const say = () => session.set({ [CLEARED]: crypto.randomUUID() })
    const said = say().catch(() => {}) // where there is no room for it, it is said below
    await session.remove([KEY, USE]) // before anything is waited for: every page follows it
    await said
    const names = Object.keys(await session.get(null))
    // Where nothing is kept, what the pages remember goes as well: there is no record left for it to mean.
    if (names.some((name) => name.startsWith('row '))) await session.clear()
    await say()
  },
  lastCleared: async () => (await session.get<Stored>(CLEARED))[CLEARED] ?? '',
  watch: (listener, signal) => {
    let latest = 0
    const onChanged = async (changes: { [name: string]: { newValue?: unknown } }) => {
      if (!(KEY in changes || USE in changes)) return
      latest += 1
      const mine = latest
      // That the key has gone is said at once, before anything is asked for.
      const isGone = KEY in changes && changes[KEY]?.newValue === undefined
      const now = isGone ? undefined : await extensionSession.read()
      if (mine === latest) listener(now) // an answer that a later change has overtaken would bring the key back
    }
    session.onChanged.addListener(onChanged)
    signal.addEventListener('abort', () => session.onChanged.removeListener(onChanged))
  },
}

function together({ [KEY]: unlocked, [USE]: use }: Stored): Unlocked | undefined {
  return unlocked && use && { ...unlocked, ...use }
}

/** The same memory, for what would otherwise be kept on disk. */
export const extensionMemory: MemoryArea = {
  read: (names) => session.get(names ?? null),
  write: (values) => session.set(values),
  remove: (names) => session.remove(names),
}
