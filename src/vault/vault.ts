import { AppError } from '../core/errors.ts'
import { fromBase64, toBase64 } from './bytes.ts'
import { clearDatabase, type Database, openDatabase, readFrom, writeTo } from './database.ts'
import { createDataKey, importDataKey, unwrapDataKey } from './keys.ts'
import type { Session } from './session.ts'

/** A database and the session that may hold its key. Everything in this folder takes one. */
export type Vault = { database: Database; session: Session }

/**
 * @param onClosed see `openDatabase`
 * @throws AppError vault/unavailable
 */
export async function openVault(name: string, session: Session, onClosed: () => void = () => {}): Promise<Vault> {
  return { database: await openDatabase(name, onClosed), session }
}

/** Whether somebody has set a passphrase here. */
export async function isSetUp({ database }: Vault): Promise<boolean> {
  return (await readFrom(database, (from) => from.count('keyring'))) > 0
}

/** Starts an empty vault under a new data key, and leaves it unlocked. Anything kept before is gone. */
export async function setUpVault(vault: Vault, passphrase: string): Promise<void> {
  const { raw, wrapped } = await createDataKey(passphrase)
  await clearDatabase(vault.database)
  await writeTo(vault.database, ['keyring'], (tx) => tx.objectStore('keyring').put(wrapped, 'passphrase'))
  await vault.session.write(toBase64(raw))
}

/** @throws AppError vault/wrong-passphrase */
export async function unlockVault(vault: Vault, passphrase: string): Promise<void> {
  const wrapped = await readFrom(vault.database, (from) => from.get('keyring', 'passphrase'))
  if (!wrapped) throw new AppError('vault/wrong-passphrase', 'no passphrase has been set')
  await vault.session.write(toBase64(await unwrapDataKey(passphrase, wrapped)))
}

export async function lockVault({ session }: Vault): Promise<void> {
  await session.clear()
}

export async function isUnlocked({ session }: Vault): Promise<boolean> {
  return (await session.read()) !== undefined
}

export async function eraseVault({ database, session }: Vault): Promise<void> {
  await clearDatabase(database)
  await session.clear()
}

/**
 * The same vault for work that takes long: it counts as locked as soon as it is locked, even if somebody has opened it
 * again since, so that nothing begun under one key goes on under another.
 */
export async function holdVault({ database, session }: Vault): Promise<Vault> {
  const held = await session.read()
  const read = async () => ((await session.read()) === held ? held : undefined)
  return { database, session: { ...session, read } }
}

/** @throws AppError vault/locked */
export async function dataKey({ session }: Vault): Promise<CryptoKey> {
  const raw = await session.read()
  if (raw === undefined) throw new AppError('vault/locked', 'no key in this session')
  return importDataKey(fromBase64(raw))
}
