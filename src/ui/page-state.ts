import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { App } from '../app/app.ts'
import { readStage, type Stage, watchStage } from '../app/stage.ts'
import type { ErrorCode } from '../core/errors.ts'
import { MINUTE_MS } from '../core/time.ts'
import type { Source } from '../vault/sources.ts'

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
  stage: ReadonlySignal<Stage['kind']>
  /** Set while `stage` is `open`. */
  source: ReadonlySignal<Source | undefined>
  /** Set while `stage` is `broken`. */
  broken: ReadonlySignal<ErrorCode | undefined>
  /** Rises whenever what is kept may have changed; views read again. */
  version: ReadonlySignal<number>
  /** Looks again at the vault and the session. */
  look(): Promise<void>
}

/** Follows the session and the vault, so that locking one page locks them all. */
export async function createPageState(app: App, shell: Shell, until: AbortSignal): Promise<PageState> {
  const current = signal(await readStage(app))
  const version = signal(0)
  const look = async () => {
    current.value = await readStage(app)
    version.value += 1
  }
  watchStage(app, () => void look(), until)
  // An agreement or a lease may end while its page is open: what was allowed is asked again every minute.
  const everyMinute = setInterval(() => void look(), MINUTE_MS)
  until.addEventListener('abort', () => clearInterval(everyMinute))
  return {
    app,
    shell,
    stage: computed(() => current.value.kind),
    source: computed(() => (current.value.kind === 'open' ? current.value.source : undefined)),
    broken: computed(() => (current.value.kind === 'broken' ? current.value.code : undefined)),
    version,
    look,
  }
}
