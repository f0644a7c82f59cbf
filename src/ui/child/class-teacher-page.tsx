import { suggestGuidance } from '../../app/suggest-guidance.ts'
import { showDate } from '../../core/time.ts'
import type { Contents } from '../../record/section-content.ts'
import type { SectionCode } from '../../record/sections.ts'
import type { PageState } from '../page-state.ts'
import { useLoaded } from '../use-loaded.ts'
import { schoolMove } from './coming-changes.tsx'
import { GuidanceCards } from './guidance-cards.tsx'
import type { Opened } from './opened.ts'
import { Sections, theRest } from './sections/section-view.tsx'

/**
 * One page that makes sense in a classroom: the child's words, what helps, who to ask, what comes next. Nothing on it
 * says how the child came to their family (design.md §2.8); what would say so was never kept for this viewer.
 */
export function ClassTeacherPage({ opened, page }: { opened: Opened; page: PageState }) {
  const { contents, cover } = opened
  return (
    <>
      <Sections codes={FIRST} opened={opened} page={page} />
      <Guidance key={cover.checkedAtMs} opened={opened} page={page} />
      <Sections codes={theRest([...FIRST, 'people'])} opened={opened} page={page} />
      <AskFirst people={contents.people?.people ?? []} />
    </>
  )
}

/** What a minute before the lesson is for. */
const FIRST: SectionCode[] = ['about-me', 'what-helps', 'strengths', 'words']

const AT_MOST = 3

function Guidance({ opened, page }: { opened: Opened; page: PageState }) {
  const loaded = useLoaded(() => suggestGuidance(page.app, opened))
  if (loaded.kind !== 'ready') return null
  const { now, next, later } = loaded.value
  const upcoming = next.length > 0 ? next : later
  const [firstUpcoming] = upcoming
  if (now.length === 0 && !firstUpcoming) {
    if (schoolMove(opened.cover.sharing.recipients, page.app.now()).length > 0) return null // it is said at the top
    return (
      <section class="stack tight">
        <h2>Coming up</h2>
        <p class="soft">No change of school is coming up this year.</p>
      </section>
    )
  }
  return (
    <>
      {now.length > 0 && (
        <section class="stack tight" aria-labelledby="now">
          <h2 id="now">Now</h2>
          <GuidanceCards suggestions={now.slice(0, AT_MOST)} />
        </section>
      )}
      {firstUpcoming && (
        <section class="stack tight" aria-labelledby="next">
          <h2 id="next">Next, from {showDate(firstUpcoming.from, 'day')}</h2>
          <GuidanceCards suggestions={upcoming.slice(0, AT_MOST)} />
        </section>
      )}
    </>
  )
}

function AskFirst({ people }: { people: NonNullable<Contents['people']>['people'] }) {
  const person = people.find(({ roleCode }) => roleCode === 'designated-teacher')
  if (!person) return null
  return (
    <p>
      <strong>Ask first</strong> {person.name}, designated teacher
      {person.contact && ` · ${person.contact}`}
    </p>
  )
}
