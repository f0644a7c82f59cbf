const CHANNEL = 'handrail/changed'

/** Tells every other open page that what is kept has changed. Says nothing of what. */
export function announceChange(): void {
  const channel = openChannel()
  channel?.postMessage(null)
  channel?.close()
}

export function watchChanges(listener: () => void, until: AbortSignal): void {
  const channel = openChannel()
  channel?.addEventListener('message', listener)
  until.addEventListener('abort', () => channel?.close())
}

/** Where site data is blocked Firefox 153 gives none. Pages share nothing there of which they would have to tell. */
function openChannel(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(CHANNEL)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'SecurityError') return undefined
    throw error
  }
}
