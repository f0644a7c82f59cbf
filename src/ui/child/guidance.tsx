import { useSignal } from '@preact/signals'
import { changeSchooling, lookAtCard } from '../../app/mark-guidance.ts'
import { type Guidance as Found, readSchooling, type Suggested, suggestGuidance } from '../../app/suggest-guidance.ts'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import { londonDate, showDate } from '../../core/time.ts'
import type { Card } from '../../guidance/card.ts'
import type { Audience } from '../../record/viewer.ts'
import { focusFirstOf, focusWhenShown, showWhereItIs } from '../look/focus.ts'
import { ErrorNotice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { useKept } from '../use-loaded.ts'
import { schoolMove } from './coming-changes.tsx'
import { GuidanceCards, LookAgain } from './guidance-cards.tsx'
import { NotWorking } from './not-working.tsx'
import type { Opened } from './opened.ts'
import { OtherSchooling } from './other-schooling.tsx'

type Props = { opened: Opened; page: PageState }

/** Who may have a designated teacher to ask. She herself asks others. */
const ASKS: readonly Audience[] = ['class-teacher', 'senco']

/** As many as somebody reads before a lesson; the rest opens. */
const AT_ONCE = 3

/** What helps at the next move, in time: what to do now and next, and whether what was tried helps. */
export function Guidance({ opened, page }: Props) {
  const failed = useSignal<ErrorCode | undefined>(undefined)
  const wasClosed = useSignal(false)
  const notWorking = useSignal<{ card: Card | undefined } | undefined>(undefined)
  const loaded = useKept(page, async () => {
    const [found, schooling] = await Promise.all([suggestGuidance(page.app, opened), readSchooling(page.app, opened)])
    return { found, schooling }
  })
  if (loaded.kind === 'loading') return null
  if (loaded.kind === 'failed') return <ErrorNotice code={loaded.code} />

  const { found, schooling } = loaded.value
  const { child } = opened.cover
  const { audience } = opened.viewer
  const act = async (change: () => Promise<void>) => {
    failed.value = undefined
    try {
      await change()
      await page.look()
      if (document.activeElement === document.body) focusFirstOf('#look-again', '#now', 'h1') // what was pressed has gone
    } catch (error) {
      failed.value = codeOf(error)
    }
  }
  const open = (card?: Card) => {
    notWorking.value = { card }
  }
  const reader = audience === 'family' || audience === 'young-person' ? ('family' as const) : ('school' as const)
  const props = { page, child, reader, onAct: (change: () => Promise<void>) => void act(change) }
  const asked = notWorking.value
  return (
    <>
      {failed.value && (
        <div ref={showWhereItIs}>
          <ErrorNotice code={failed.value} />
        </div>
      )}
      <LookAgain toLookAt={found.toLookAt} onNotWorking={ASKS.includes(audience) ? open : undefined} {...props} />
      <InTime found={found} opened={opened} {...props} />
      {asked && (
        <NotWorking
          card={asked.card}
          to={designatedTeacher(opened)}
          onSent={() => asked.card && void act(() => lookAtCard(page.app, child, asked.card?.id ?? ''))}
          onClose={() => {
            notWorking.value = undefined
            wasClosed.value = true
          }}
        />
      )}
      {!asked && ASKS.includes(audience) && found.now.length + found.toLookAt.length > 0 && (
        <button
          type="button"
          class="button plain"
          {...(wasClosed.value && { ref: focusWhenShown })}
          onClick={() => open()}
        >
          This isn’t working
        </button>
      )}
      {schooling && (
        <OtherSchooling
          schooling={schooling}
          today={londonDate(page.app.now())}
          onChange={(change) => void act(() => changeSchooling(page.app, child, change))}
        />
      )}
    </>
  )
}

type InTimeProps = Omit<Parameters<typeof GuidanceCards>[0], 'suggestions'> & { found: Found; opened: Opened }

function InTime({ found: { now, next, later, toLookAt, changesSchool }, opened, ...props }: InTimeProps) {
  const upcoming = next.length > 0 ? next : later
  const [first] = upcoming
  if (now.length === 0 && !first) {
    const isSaidAbove = schoolMove(opened.cover.sharing.recipients, props.page.app.now()).length > 0
    if ((isSaidAbove && changesSchool === 'no') || toLookAt.length > 0) return null
    return (
      <section class="stack tight">
        <h2>Coming up</h2>
        <p class="soft">{NOTHING[changesSchool]}</p>
      </section>
    )
  }
  const inClass = opened.viewer.audience === 'class-teacher' // whose page holds little else
  return (
    <>
      {now.length > 0 && <Some id="now" title={inClass ? 'Now' : 'Guidance now'} suggestions={now} {...props} />}
      {first && (
        <Some
          id="next"
          title={`${inClass ? 'Next' : 'Guidance next'}, from ${showDate(first.from, 'day')}`}
          suggestions={upcoming}
          {...props}
        />
      )}
    </>
  )
}

/** Why there are no cards. "None" must not read as "nothing is about to change". */
const NOTHING: Record<Found['changesSchool'], string> = {
  yes: 'A change of school is coming. There is nothing here to do for it now. Local guidance may have more.',
  no: 'No change of school is coming up this year.',
  'not-known': 'We do not know the year group, so no guidance is suggested.',
}

type SomeProps = Parameters<typeof GuidanceCards>[0] & { id: string; title: string }

function Some({ id, title, suggestions, ...props }: SomeProps) {
  const more: Suggested[] = suggestions.slice(AT_ONCE)
  return (
    <section class="stack tight" aria-labelledby={id}>
      <h2 id={id} tabIndex={-1}>
        {title}
      </h2>
      <GuidanceCards suggestions={suggestions.slice(0, AT_ONCE)} {...props} />
      {more.length > 0 && (
        <details>
          <summary>{more.length} more</summary>
          <GuidanceCards suggestions={more} {...props} />
        </details>
      )}
    </section>
  )
}

function designatedTeacher({ contents }: Opened) {
  return contents.people?.people.find(({ roleCode }) => roleCode === 'designated-teacher')
}
