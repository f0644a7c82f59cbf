/**
 * Where the unlocked data key lives between looks: memory that is gone when the browser closes and never reaches disk.
 * An extension uses `storage.session`, which all its pages share; a frame keeps its own (design.md §5).
 */
export type Session = {
  /** The raw data key in base64, undefined when locked. */
  read(): Promise<string | undefined>
  write(key: string): Promise<void>
  clear(): Promise<void>
  /** Calls back after every unlock and every lock, whichever page did it. */
  watch(listener: () => void, signal: AbortSignal): void
}

export function createMemorySession(): Session {
  const changes = new EventTarget()
  let held: string | undefined
  const hold = async (key: string | undefined) => {
    held = key
    changes.dispatchEvent(new Event('change'))
  }
  return {
    read: async () => held,
    write: hold,
    clear: () => hold(undefined),
    watch: (listener, signal) => changes.addEventListener('change', listener, { signal }),
  }
}
