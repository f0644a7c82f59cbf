import type { Adapter, AdapterPayload } from 'oidc-provider'

/** What a practice sign-in remembers, by kind and id: `AccessToken:…`. One for each: the provider's own is shared by all. */
export type SignInMemory = Map<string, AdapterPayload>

/** One kind's view of the memory, in the form that oidc-provider asks for. Whether something has run out, it checks itself. */
export function rememberKind(memory: SignInMemory, kind: string): Adapter {
  const keyOf = (id: string) => `${kind}:${id}`
  const findBy = (holds: (payload: AdapterPayload) => boolean) =>
    [...memory].find(([key, payload]) => key.startsWith(`${kind}:`) && holds(payload))?.[1]
  return {
    upsert: async (id, payload) => void memory.set(keyOf(id), payload),
    find: async (id) => memory.get(keyOf(id)),
    findByUid: async (uid) => findBy((payload) => payload.uid === uid),
    findByUserCode: async (userCode) => findBy((payload) => payload.userCode === userCode),
    consume: async (id) => {
      const payload = memory.get(keyOf(id))
      if (payload) payload.consumed = Math.floor(Date.now() / 1000)
    },
    destroy: async (id) => void memory.delete(keyOf(id)),
    revokeByGrantId: async (grantId) => forget(memory, (payload) => payload.grantId === grantId),
  }
}

/** Removes everything of which that is true. */
export function forget(memory: SignInMemory, isMeant: (payload: AdapterPayload) => boolean): void {
  for (const [key, payload] of memory) if (isMeant(payload)) memory.delete(key)
}
