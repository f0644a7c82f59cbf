import { computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import type { App } from '../app/app.ts'
import { touch } from '../app/lock.ts'
import { readPolicy } from '../app/policy.ts'
import type { SignInWindow } from '../app/sign-in.ts'
import { readStage, type Stage, watchStage } from '../app/stage.ts'
import { upkeep } from '../app/upkeep.ts'
import { MINUTE_MS } from '../core/time.ts'
import type { Viewer } from '../record/viewer.ts'
import type { Source } from '../vault/sources.ts'

/** What a shell gives its pages: opening another surface means something different in each. */
export type Shell = {
  openWelcome(): void
  /** Where a link or a file is opened. */
  openAdding(): void
  openBoard(): void
  openOptions(): void
  openChild(child: string): void
  /** Puts away the child that is shown, so that another can be found. */
  closeChild(): void
  /** Asks the browser to let Handrail ask one place: within the press of a button, or it does not ask. Whether it may. */
  allow(origin: string): Promise<boolean>
  /** Whether it may already, so that nobody need be asked. */
  isAllowed(origin: string): Promise<boolean>
  /** Gives up all that have been allowed but these: none, for every one of them. */
  allowOnly(origins: readonly string[]): Promise<void>
  signInWindow: SignInWindow
}

/** One page's mind. Two pages share the vault and the session, never this. */
export type PageState = {
  app: App
  shell: Shell
  stage: ReadonlySignal<Stage>
  /** Where records come from: none while `stage` is not `open`. */
  sources: ReadonlySignal<readonly Source[]>
  /** Who is looking, by the organisation's server where there is one; a link or a file may say otherwise of its own. */
  viewer: ReadonlySignal<Viewer | undefined>
  /** Rises whenever what is kept may have changed; views read again. */
  version: ReadonlySignal<number>
  /** Looks again at the vault and the session. */
  look(): Promise<void>
  /** What is shown may be shown until this instant: then everything is looked at again at once. */
  showsUntil(endsAtMs: number): void
}

/** Follows the session and the vault, so that locking one page locks them all. */
export async function createPageState(app: App, shell: Shell, until: AbortSignal): Promise<PageState> {
  const current = signal(await readStage(app))
  const version = signal(0)
  let locks = 0
  const look = async () => {
    const locksBefore = locks
    const stage = await readStage(app)
    if (locks !== locksBefore) return look() // locked while it was looking: what it saw is no longer so
    current.value = stage
    version.value += 1
  }
  const onLocked = () => {
    locks += 1
    current.value = lockedFrom(current.value)
  }
  watchStage(app, () => void look(), onLocked, until)
  let endsAtMs = Number.POSITIVE_INFINITY
  const lookAtEnd = () => {
    if (app.now() < endsAtMs) return
    endsAtMs = Number.POSITIVE_INFINITY
    void look()
  }
  watchTime(app, () => void look(), lookAtEnd, until)
  watchUse(app, until)
  effect(() => {
    version.value // read, so that a change of it looks again
    void allowPrinting(app).catch(() => {}) // what keeps the rules does not open: it prints as before, and the view says so
  })
  const sources = computed(() => (current.value.kind === 'open' ? current.value.sources : []))
  return {
    app,
    shell,
    stage: current,
    sources,
    viewer: computed(() => (sources.value.find(saysWhoLooks) ?? sources.value[0])?.viewer),
    version,
    look,
    showsUntil: (atMs) => {
      endsAtMs = atMs
    },
  }
}

function saysWhoLooks({ from }: Source): boolean {
  return from.kind === 'fhir-server' || from.kind === 'practice-families'
}

/** What is true the moment the key has gone, before anybody has looked: nothing that is personal may be drawn. */
function lockedFrom(stage: Stage): Stage {
  if (stage.kind !== 'open' && stage.kind !== 'no-source') return stage
  return stage.keeps === 'memory'
    ? { kind: 'not-set-up', lost: false, denied: undefined }
    : { kind: 'locked', method: stage.method }
}

const SECOND_MS = 1000

/**
 * An agreement, a lease or the time without use may end while a page is open. Every second, and when the page is looked
 * at again, it is asked whether the key may still be had, which locks if not; every minute everything is looked at again.
 */
function watchTime({ vault, ...rest }: App, look: () => void, lookAtEnd: () => void, until: AbortSignal): void {
  const check = () => {
    void vault.session.read()
    lookAtEnd()
  }
  const everySecond = setInterval(check, SECOND_MS)
  const everyMinute = setInterval(() => void upkeep({ vault, ...rest }).then(look, look), MINUTE_MS)
  document.addEventListener('visibilitychange', check, { signal: until })
  until.addEventListener('abort', () => {
    clearInterval(everySecond)
    clearInterval(everyMinute)
  })
}

/** Until it is known whether the organisation allows it, a page prints as one line that says so (page.css). */
async function allowPrinting(app: App): Promise<void> {
  const mayPrint = await readPolicy(app).then(
    ({ settings }) => settings.exportAllowed.value.includes('print'),
    () => false, // what cannot be asked is not allowed
  )
  document.documentElement.toggleAttribute('data-may-print', mayPrint)
}

const TOUCH_EVERY_MS = 5 * SECOND_MS

/** Pressing, typing and scrolling here are use. An open window is not, nor what somebody does elsewhere. */
function watchUse(app: App, until: AbortSignal): void {
  let touchedAtMs = Number.NEGATIVE_INFINITY
  const used = (event: Event) => {
    const { timeStamp, isTrusted } = event
    const isHeld = 'repeat' in event && event.repeat === true // a book on a key is nobody
    if (!isTrusted || isHeld || timeStamp - touchedAtMs < TOUCH_EVERY_MS) return
    touchedAtMs = timeStamp
    void touch(app)
  }
  for (const kind of ['pointerdown', 'keydown', 'wheel']) {
    document.addEventListener(kind, used, { signal: until, capture: true, passive: true })
  }
}
