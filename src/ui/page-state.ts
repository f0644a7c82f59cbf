import { type ReadonlySignal, signal } from '@preact/signals'
import type { App } from '../app/app.ts'
import { watchChanges } from '../vault/changes.ts'
import { readSources, type Source } from '../vault/sources.ts'
import { isSetUp, isUnlocked } from '../vault/vault.ts'

/** How far a page has got. `no-source`: there is a passphrase, and nothing yet that records come from. */
export type Stage = 'starting' | 'not-set-up' | 'locked' | 'no-source' | 'open'

/** What a shell gives its pages: opening another surface means something different in each. */
export type Shell = {
  openWelcome(): void
  openBoard(): void
  openChild(child: string): void
  /** Puts away the child that is shown, so that another can be found. */
  closeChild(): void
}

/** One page's mind. Two pages share the vault and the session, never this. */
export type PageState = {
  app: App
  shell: Shell
  stage: ReadonlySignal<Stage>
  source: ReadonlySignal<Source | undefined>
  /** Rises whenever what is kept may have changed; views read again. */
  version: ReadonlySignal<number>
  /** Looks again at the vault and the session. */
  look(): Promise<void>
}

/** Follows the session, so that locking one page locks them all. */
export async function createPageState(app: App, shell: Shell, until: AbortSignal): Promise<PageState> {
  const stage = signal<Stage>('starting')
  const source = signal<Source | undefined>(undefined)
  const version = signal(0)
  const look = async () => {
    if (await isUnlocked(app.vault)) {
      const [first] = await readSources(app.vault)
      source.value = first
      stage.value = first ? 'open' : 'no-source'
    } else {
      source.value = undefined
      stage.value = (await isSetUp(app.vault)) ? 'locked' : 'not-set-up'
    }
    version.value += 1
  }
  app.vault.session.watch(() => void look(), until)
  watchChanges(() => void look(), until)
  await look()
  return { app, shell, stage, source, version, look }
}
