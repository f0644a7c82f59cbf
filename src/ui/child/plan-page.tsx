import type { SectionCode } from '../../record/sections.ts'
import type { PageState } from '../page-state.ts'
import type { Opened } from './opened.ts'
import { Sections } from './sections/section-view.tsx'
import { Services } from './services.tsx'

/** The child's own words first, then strengths and what helps, then what I took on, then needs (design.md §2.6). */
const IN_ORDER: SectionCode[] = [
  'about-me',
  'strengths',
  'what-helps',
  'plan',
  'commitments',
  'outcomes',
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
      <Sections codes={IN_ORDER} opened={opened} page={page} />
      <Services opened={opened} page={page} />
      <Sections codes={LAST} opened={opened} page={page} />
    </>
  )
}
