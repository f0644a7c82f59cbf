import type { SectionContent } from '../record/section-content.ts'
import type { SectionCode } from '../record/sections.ts'
import type { Resources } from './parse-resources.ts'
import { readAboutMe, readNeeds, readStrengths, readWhatHelps, readWords } from './sections/about.ts'
import {
  readArrangement,
  readAssessment,
  readEducationContext,
  readFamilySupport,
  readHealthContext,
  readInterventions,
  readPeople,
} from './sections/context.ts'
import { readCommitments, readOutcomes, readPlan } from './sections/plan.ts'

const READERS: { [Section in SectionCode]: (resources: Resources) => SectionContent[Section] } = {
  'about-me': readAboutMe,
  strengths: readStrengths,
  'what-helps': readWhatHelps,
  words: readWords,
  needs: readNeeds,
  assessment: readAssessment,
  'health-context': readHealthContext,
  'education-context': readEducationContext,
  people: readPeople,
  'family-support': readFamilySupport,
  interventions: readInterventions,
  plan: readPlan,
  commitments: readCommitments,
  outcomes: readOutcomes,
  arrangement: readArrangement,
}

/** What the record says in one section. A section the record lacks reads as empty lists and undefined: not known. */
export function readSection<Section extends SectionCode>(
  section: Section,
  resources: Resources,
): SectionContent[Section] {
  return READERS[section](resources)
}
