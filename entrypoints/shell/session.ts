import { browser } from 'wxt/browser'
import type { MemoryArea } from '../../src/vault/memory.ts'
import type { SessionArea, Unlocked, Use } from '../../src/vault/session.ts'

const KEY = 'unlocked'
/** By itself, so that a late page that only says "still used" cannot bring back a key that has been forgotten. */
const USE = 'use'

type Stored = { [KEY]?: Omit<Unlocked, keyof Use>; [USE]?: Use }

const { session } = browser.storage

/** `storage.session`: in memory, shared by the extension's own pages, gone when the browser closes. */
export const extensionSession: SessionArea = {
  read: async () => together(await session.get<Stored>([KEY, USE])),
  write: ({ key, keeps, ...use }) => session.set({ [KEY]: { key, keeps }, [USE]: use }),
  touch: (use) => session.set({ [USE]: use }),
  clear: async () => {
    await session.remove([KEY, USE]) // first of all: every page follows it
    const names = Object.keys(await session.get(null))
    // Where nothing is kept, what the pages remember goes as well: there is no record left for it to mean.
    if (names.some((name) => name.startsWith('row '))) await session.clear()
  },
  watch: (listener, signal) => {
    const onChanged = (changes: { [name: string]: { newValue?: unknown } }) => {
      // That the key has gone is said at once, before anything is asked for.
      if (KEY in changes && changes[KEY]?.newValue === undefined) listener(undefined)
      else if (KEY in changes || USE in changes) void extensionSession.read().then(listener)
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
