const CHANNEL = 'handrail/changed'

/** Tells every other open page that what is kept has changed. Says nothing of what. */
export function announceChange(): void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.postMessage(null)
  channel.close()
}

export function watchChanges(listener: () => void, until: AbortSignal): void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.addEventListener('message', listener)
  until.addEventListener('abort', () => channel.close())
}
