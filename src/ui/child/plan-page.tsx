import type { SectionCode } from '../../record/sections.ts'
import type { PageState } from '../page-state.ts'
import { Guidance } from './guidance.tsx'
import type { Opened } from './opened.ts'
import { Sections } from './sections/section-view.tsx'
import { Services } from './services.tsx'
import { YearAhead } from './year/year-ahead.tsx'

/** The child's own words first, then strengths and what helps, then what I took on (design.md §2.6). */
const FIRST: SectionCode[] = ['about-me', 'strengths', 'what-helps', 'plan', 'commitments', 'outcomes']

/** After the guidance for what comes next. */
const THEN: SectionCode[] = [
  'words',
  'needs',
  'assessment',
  'interventions',
  'education-context',
  'health-context',
  'family-support',
]

/** After the support for the family, and what else there is near here. */
const LAST: SectionCode[] = ['people', 'arrangement']

/** The plan for those who help to deliver it: as much as was agreed, all of it. */
export function PlanPage({ opened, page }: { opened: Opened; page: PageState }) {
  return (
    <>
      <Sections codes={FIRST} opened={opened} page={page} />
      <YearAhead opened={opened} page={page} />
      <Guidance key={opened.cover.checkedAtMs} opened={opened} page={page} />
      <Sections codes={THEN} opened={opened} page={page} />
      <Services opened={opened} page={page} />
      <Sections codes={LAST} opened={opened} page={page} />
    </>
  )
}
