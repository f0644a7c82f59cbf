import { AppError } from '../core/errors.ts'
import { fromBase64, toBase64 } from './bytes.ts'
import type { Database, Step } from './database.ts'
import { openIndexed } from './indexed.ts'
import { createDataKey, isOutdated, type Secret, unwrapDataKey, type Wrap, wrapDataKey } from './keys.ts'
import { type MemoryArea, openMemory } from './memory.ts'
import type { Session, Terms, Unlocked } from './session.ts'
import { STORE_NAMES } from './stores.ts'

/** A place to keep rows and the session that may hold their key. Everything in this folder takes one. */
export type Vault = {
  /** On disk, or in memory while nothing may be kept. */
  database: Database
  /** Where a vault that is kept is set up; undefined when nothing can be kept. */
  onDisk: Database | undefined
  session: Session
  /** Why nothing can be kept on this computer; undefined when it can. */
  denied: 'vault/denied' | 'vault/full' | undefined
  /** The browser has thrown away what was kept here, because it could not read it any more. */
  isLost: boolean
}

/**
 * @param memory where rows live while nothing is kept on this computer
 * @param onClosed see `Fate`
 * @throws AppError vault/blocked, vault/newer, vault/unavailable. A browser that keeps nothing is no error: see `denied`
 */
export async function openVault(
  name: string,
  session: Session,
  memory: MemoryArea,
  onClosed: () => void = () => {},
): Promise<Vault> {
  const inMemory = openMemory(memory)
  try {
    let isLost = false
    const onLost = () => {
      isLost = true
    }
    const onDisk = await openIndexed(name, { onClosed, onLost })
    return { database: whereKept(session, onDisk, inMemory), onDisk, session, denied: undefined, isLost }
  } catch (error) {
    const code = error instanceof AppError ? error.code : undefined
    if (code !== 'vault/denied' && code !== 'vault/full') throw error
    return { database: inMemory, onDisk: undefined, session, denied: code, isLost: false }
  }
}

/**
 * What the session says now decides, at every use: somebody may lock in one page and open otherwise in another. What was
 * begun in memory and comes late, after a lock, still goes to memory: nothing of it may reach the disk.
 */
function whereKept(session: Session, onDisk: Database, inMemory: Database): Database {
  let last: Unlocked['keeps'] = 'disk'
  const now = async () => {
    const keeps = (await session.read())?.keeps
    last = keeps ?? last
    return keeps === 'memory' ? inMemory : onDisk
  }
  return {
    get: async (store, key) => (await now()).get(store, key),
    getAll: async (store) => (await now()).getAll(store),
    getKeys: async (store, child) => (await now()).getKeys(store, child),
    count: async (store) => (await now()).count(store),
    read: async (questions) => (await now()).read(questions),
    write: async (steps) => {
      await now()
      return (last === 'memory' ? inMemory : onDisk).write(steps)
    },
    close: () => onDisk.close(),
  }
}

/** How the vault on this computer is opened; undefined when nobody has set one up. */
export async function unlockMethod(vault: Vault): Promise<Wrap | undefined> {
  return vault.database.get('keyring', 'wrap')
}

export async function isSetUp(vault: Vault): Promise<boolean> {
  return (await unlockMethod(vault)) !== undefined || (await vault.session.read())?.keeps === 'memory'
}

/** Starts an empty vault under a new data key, and leaves it unlocked. Anything kept before is gone. */
export async function setUpVault(vault: Vault, secret: Secret, terms: Terms): Promise<void> {
  const { database, onDisk = database, session } = vault
  const raw = createDataKey()
  const wrap = await wrapDataKey(raw, secret)
  await onDisk.write([...clearAll(), { store: 'keyring', put: { ...wrap, id: 'wrap' } }])
  await session.unlock({ key: toBase64(raw), keeps: 'disk', ...terms })
}

/** Starts an empty vault in memory. It ends with the lock, and with the browser. */
export async function openKeepingNothing({ session }: Vault, terms: Terms): Promise<void> {
  await session.lock() // rows of an earlier one go with it
  await session.unlock({ key: toBase64(createDataKey()), keeps: 'memory', ...terms })
}

/**
 * A wrap from the time of weaker parameters is made anew.
 *
 * @param since see `Session.unlock`
 * @throws AppError vault/wrong-passphrase, vault/wrong-passkey, also when nothing has been set up; vault/locked
 */
export async function unlockVault(
  { database, session }: Vault,
  secret: Secret,
  terms: Terms,
  since?: string,
): Promise<void> {
  const wrap = await database.get('keyring', 'wrap')
  if (!wrap) throw new AppError(`vault/wrong-${secret.method}`, 'nothing has been set up')
  const raw = await unwrapDataKey(secret, wrap)
  if (isOutdated(wrap)) {
    const anew = await wrapDataKey(raw, secret)
    await database.write([
      { store: 'keyring', key: 'wrap', was: wrap }, // another page may have made another secret the way in meanwhile
      { store: 'keyring', put: { ...anew, id: 'wrap' } },
    ])
  }
  await session.unlock({ key: toBase64(raw), keeps: 'disk', ...terms }, since)
}

/**
 * From now on another secret opens the same vault, and the one before does not: its wrap is written over.
 *
 * @param present what opens it now: somebody who finds it open must not make a way in of their own
 * @throws AppError vault/locked; vault/wrong-passphrase, vault/wrong-passkey when `present` does not open it
 */
export async function changeSecret({ database, session }: Vault, present: Secret, secret: Secret): Promise<void> {
  const held = await session.read()
  const before = await database.get('keyring', 'wrap')
  if (!held || !before) throw new AppError('vault/locked', 'no key in this session')
  await unwrapDataKey(present, before)
  const wrap = await wrapDataKey(fromBase64(held.key), secret)
  await database.write([
    { store: 'keyring', key: 'wrap', was: before },
    { store: 'keyring', put: { ...wrap, id: 'wrap' } },
    { store: 'tries', clear: true },
  ])
}

/** Whether this is the way in. */
export async function opensVault({ database }: Vault, secret: Secret): Promise<boolean> {
  const wrap = await database.get('keyring', 'wrap')
  if (!wrap) return false
  return unwrapDataKey(secret, wrap).then(
    () => true,
    () => false,
  )
}

export async function lockVault({ session }: Vault): Promise<void> {
  await session.lock()
}

export async function isUnlocked({ session }: Vault): Promise<boolean> {
  return (await session.read()) !== undefined
}

/** Empties every store at once, the wrapped key included: what the disk still holds of them opens for nobody. */
export async function eraseVault({ database, onDisk = database, session }: Vault): Promise<void> {
  await onDisk.write(clearAll())
  await session.lock() // and with it what is in memory
}

function clearAll(): Step[] {
  return STORE_NAMES.map((store) => ({ store, clear: true }))
}

/**
 * The same vault for work that takes long: it counts as locked as soon as it is locked, even if somebody has opened it
 * again since, so that nothing begun under one key goes on under another.
 *
 * @throws AppError vault/locked
 */
export async function holdVault(vault: Vault): Promise<Vault> {
  const { session } = vault
  const held = await session.keys() // another object after every lock, though the key be the same
  const keys = async () => {
    if ((await session.keys()) !== held) throw new AppError('vault/locked', 'locked meanwhile')
    return held
  }
  return { ...vault, session: { ...session, keys } }
}

/** @throws AppError vault/locked */
export async function dataKey({ session }: Vault): Promise<CryptoKey> {
  return (await session.keys()).data
}

/** @throws AppError vault/locked */
export async function namingKey({ session }: Vault): Promise<CryptoKey> {
  return (await session.keys()).naming
}
