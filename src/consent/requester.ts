import { CODE_SYSTEM } from '../record/code-systems.ts'
import type { Audience, Viewer } from '../record/viewer.ts'
import { type Code, SYSTEM } from './concepts.ts'
import type { Requester } from './request.ts'

const EDUCATION: Code = { system: CODE_SYSTEM.purpose, code: 'education' }
const SUPPORT_PLANNING: Code = { system: CODE_SYSTEM.purpose, code: 'support-planning' }

/** What each of them looks for follows from who they are: nobody chooses a purpose, and nobody breaks the glass. */
export const PURPOSE_OF: Record<Audience, Code> = {
  'class-teacher': EDUCATION,
  'designated-teacher': EDUCATION,
  senco: EDUCATION,
  'virtual-school-head': { system: CODE_SYSTEM.purpose, code: 'education-oversight' },
  gp: { system: SYSTEM.actReason, code: 'TREAT' },
  'lead-worker': SUPPORT_PLANNING,
  commissioner: SUPPORT_PLANNING,
  family: { system: SYSTEM.actReason, code: 'FAMRQT' },
  'young-person': { system: SYSTEM.actReason, code: 'PATRQT' },
}

export function requesterFor({ audience, role, person, organisation, identifiers }: Viewer): Requester {
  return {
    references: [role, person, organisation].filter((one) => one !== ''),
    identifiers: identifiers.map(({ system, value }) => ({ system, code: value })),
    audience,
    purposes: [PURPOSE_OF[audience]],
  }
}
