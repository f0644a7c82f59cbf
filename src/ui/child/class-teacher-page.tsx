import type { Contents } from '../../record/section-content.ts'
import type { SectionCode } from '../../record/sections.ts'
import type { PageState } from '../page-state.ts'
import { Guidance } from './guidance.tsx'
import type { Opened } from './opened.ts'
import { Sections, theRest } from './sections/section-view.tsx'
import { YearAhead } from './year/year-ahead.tsx'

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
      <YearAhead opened={opened} page={page} />
      <Sections codes={theRest([...FIRST, 'people'])} opened={opened} page={page} />
      <AskFirst people={contents.people?.people ?? []} />
    </>
  )
}

/** What a minute before the lesson is for. */
const FIRST: SectionCode[] = ['about-me', 'what-helps', 'strengths', 'words']

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
