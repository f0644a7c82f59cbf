import { useSignal } from '@preact/signals'
import { type OpenChild, openChild } from '../../app/open-child.ts'
import { londonDate, showDate, showMoment } from '../../core/time.ts'
import { focusHeading } from '../look/focus.ts'
import { ErrorNotice, Notice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { NEEDS_CHECK_NEXT, REASON_SENTENCES } from '../reason-words.ts'
import { RefreshLine } from '../refresh/refresh-line.tsx'
import { useKept } from '../use-loaded.ts'
import { Banner } from './banner.tsx'
import { ClassTeacherPage } from './class-teacher-page.tsx'
import { ComingChanges } from './coming-changes.tsx'
import { Confirm } from './confirm.tsx'
import { Foot } from './foot.tsx'
import { GpPage } from './gp-page.tsx'
import { useNotePrint } from './note-print.ts'
import type { Opened } from './opened.ts'
import { PlanPage } from './plan-page.tsx'
import { SafeguardingLine } from './safeguarding-line.tsx'
import { SharingPage } from './sharing-page.tsx'
import { WriterUnknown } from './writer-unknown.tsx'

/** One child, shaped by who is looking. */
export function ChildPage({ page, child }: { page: PageState; child: string }) {
  useNotePrint(page, { child })
  const isSharing = useSignal(false)
  const show = (sharing: boolean) => {
    isSharing.value = sharing
    focusHeading()
  }
  const loaded = useKept(page, async () => {
    const opened = await openChild(page.app, child)
    if (opened.kind === 'open') page.showsUntil(opened.showsUntilMs)
    return opened
  })
  if (loaded.kind === 'loading') return <p role="status">Opening…</p>
  if (loaded.kind === 'failed') {
    return (
      <main class="child stack">
        <h1>Handrail</h1>
        <ErrorNotice code={loaded.code} />
        <More page={page} />
      </main>
    )
  }
  const opened = loaded.value
  if (opened.kind === 'clock-wrong') {
    return (
      <main class="child stack">
        <h1>Handrail</h1>
        <Notice kind="warning">
          <p>Your computer’s clock looks wrong, so nothing is shown. Put it right, then refresh.</p>
        </Notice>
        <More page={page} />
      </main>
    )
  }
  return (
    <>
      <Banner cover={opened.cover} page={page} />
      <main class="child stack">
        {opened.kind === 'to-confirm' && <Confirm opened={opened} page={page} />}
        {opened.kind === 'open' && isSharing.value && <SharingPage opened={opened} onBack={() => show(false)} />}
        {opened.kind === 'open' && !isSharing.value && (
          <>
            {opened.writer === 'unknown' && <WriterUnknown />}
            {opened.damaged.length > 0 && <Damaged />}
            <ComingChanges opened={opened} page={page} />
            <Body opened={opened} page={page} />
            <Foot opened={opened} onSharing={() => show(true)} />
          </>
        )}
        {opened.kind !== 'open' && opened.kind !== 'to-confirm' && <NotShown why={opened} page={page} />}
        {opened.kind !== 'to-confirm' && <More page={page} />}
      </main>
    </>
  )
}

/** A short page must not pass for the whole of it. */
function Damaged() {
  return (
    <Notice kind="warning">
      <p>Part of what is kept here is damaged, so it is not shown. Refresh to download it again.</p>
    </Notice>
  )
}

function More({ page }: { page: PageState }) {
  return (
    <div class="stack tight">
      <button type="button" class="button" onClick={page.shell.closeChild}>
        Find another child
      </button>
      <RefreshLine page={page} />
    </div>
  )
}

function Body({ opened, page }: { opened: Opened; page: PageState }) {
  switch (opened.viewer.audience) {
    case 'class-teacher':
      return <ClassTeacherPage opened={opened} page={page} />
    case 'gp':
      return <GpPage opened={opened} page={page} />
    case 'designated-teacher':
    case 'senco':
    case 'virtual-school-head':
    case 'lead-worker':
    case 'family':
    case 'young-person':
      return <PlanPage opened={opened} page={page} />
    case 'commissioner':
      return null // counts, and never a child: nothing of one is kept
  }
}

type WhyNot = Exclude<OpenChild, { kind: 'open' | 'clock-wrong' | 'to-confirm' }>

/** Why there is nothing to see, and what to do next. Who to ring stays on the screen all the same. */
function NotShown({ why, page }: { why: WhyNot; page: PageState }) {
  const { cover } = why
  return (
    <>
      <Notice kind="warning">
        <p>{reason(why, page.app.now())}</p>
      </Notice>
      <SafeguardingLine about={`${cover.knownAs}’s`} lead={cover.safeguarding} />
    </>
  )
}

function reason(why: WhyNot, nowMs: number): string {
  const { agreedBy, checkedAtMs } = why.cover
  const who = agreedBy.charAt(0).toUpperCase() + agreedBy.slice(1)
  switch (why.kind) {
    case 'ended':
      return `${who} agreed to this until ${showDate(londonDate(why.endedAtMs))}. It has ended, so it is no longer shown.`
    case 'not-yet':
      return `${who} agreed to share this from ${showDate(londonDate(why.fromMs))}.`
    case 'needs-check':
      if (why.viewer.audience === 'class-teacher') return 'This cannot be shown now. Ask your designated teacher.'
      return `${REASON_SENTENCES[why.reason]} ${NEEDS_CHECK_NEXT}`
    case 'withheld':
      return 'This is not shared with you now.'
    case 'stopped':
      return 'This has been stopped. Refresh to remove the copy from this computer.'
    case 'hidden':
      return 'The place this comes from will not show it now. Ask your organisation whether this has changed.'
    case 'not-checked':
      return `We last checked this ${showMoment(checkedAtMs, nowMs)}. It may have changed. Refresh to check now.`
  }
}
