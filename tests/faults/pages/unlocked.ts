import { DAY_MS } from '../../../src/core/time.ts'
import { createMemoryArea } from '../../../src/vault/memory.ts'
import { createOwnArea, createSession } from '../../../src/vault/session.ts'
import { openVault, type Vault } from '../../../src/vault/vault.ts'

/** The vault on this page's disk under a key that is kept elsewhere, so that no passphrase costs time at every start. */
export async function openUnlocked(key: string): Promise<Vault> {
  const session = createSession(createOwnArea(), Date.now)
  const vault = await openVault('handrail', session, createMemoryArea())
  if (vault.denied) throw new Error(vault.denied)
  await session.unlock({ key, keeps: 'disk', idleMs: DAY_MS })
  return vault
}

/**
 * Hears what Chromium alone says as it opens a store: that it found the whole of it broken, has removed it and begun anew
 * (seen in Chromium 156).
 *
 * @returns whether it has said so since
 */
export function hearOfDataLoss(): () => boolean {
  let isLost = false
  const { open } = IDBFactory.prototype
  IDBFactory.prototype.open = function (...asked) {
    const request = open.apply(this, asked)
    request.addEventListener('upgradeneeded', (event) => {
      isLost ||= 'dataLoss' in event && event.dataLoss === 'total'
    })
    return request
  }
  return () => isLost
}
