/** The parts of a record, each agreed to on its own (design.md §4), with the heading a reader sees. */
export const SECTIONS = {
  'about-me': 'In their own words',
  strengths: 'Strengths',
  'what-helps': 'What helps',
  words: 'Words to use',
  needs: 'Agreed needs',
  assessment: 'Assessment',
  'health-context': 'Health',
  'education-context': 'Education',
  people: 'People',
  'family-support': 'Support for the family',
  interventions: 'What is being provided',
  plan: 'The plan',
  commitments: 'Commitments',
  outcomes: 'What we hope will change',
  arrangement: 'Who can decide',
} as const

export type SectionCode = keyof typeof SECTIONS

export const SECTION_CODES = Object.keys(SECTIONS) as SectionCode[]

export function isSectionCode(code: string): code is SectionCode {
  return Object.hasOwn(SECTIONS, code)
}
