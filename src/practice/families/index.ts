import type { Bundle, Resource } from '@medplum/fhirtypes'
import { leila } from './leila.ts'
import { mia } from './mia.ts'
import { noah } from './noah.ts'
import { roleOf } from './people.ts'
import { ruby } from './ruby.ts'
import { sam } from './sam.ts'
import { theo } from './theo.ts'

/** Six made-up children, one Bundle each. Nobody in them is real; NHS numbers are from the 999 test range. */
export const FAMILIES: Bundle[] = [sam, mia, theo, ruby, noah, leila]

/** The role, person and organisation behind one of the sign-ins, as a server would give them. */
export function practiceViewer(practitionerRole: string): Resource[] {
  return roleOf(practitionerRole)
}

export { SIGN_INS } from './sign-ins.ts'
