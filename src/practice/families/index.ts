import type { Bundle, Resource } from '@medplum/fhirtypes'
import { ada } from './ada.ts'
import { callum } from './callum.ts'
import { dina } from './dina.ts'
import { freddie } from './freddie.ts'
import { hannah } from './hannah.ts'
import { isla } from './isla.ts'
import { jay } from './jay.ts'
import { kofi } from './kofi.ts'
import { leila } from './leila.ts'
import { mia } from './mia.ts'
import { noah } from './noah.ts'
import { roleOf } from './people.ts'
import { poppy } from './poppy.ts'
import { ruby } from './ruby.ts'
import { sam } from './sam.ts'
import { samCarver } from './sam-carver.ts'
import { theo } from './theo.ts'
import { willow } from './willow.ts'
import { zara } from './zara.ts'

/** The September in which the school year they are written for begins. */
export const WRITTEN_FOR = 2026

/** Made-up children, one Bundle each. Nobody in them is real; NHS numbers are from the 999 test range. */
export const FAMILIES: Bundle[] = [
  sam,
  mia,
  theo,
  ruby,
  noah,
  leila,
  samCarver,
  poppy,
  jay,
  zara,
  callum,
  ada,
  hannah,
  kofi,
  isla,
  dina,
  freddie,
  willow,
]

/** The same children in another school year: every date moved by whole years, so that each is in the same year group. */
export function familiesIn(schoolYear: number): Bundle[] {
  const move = (_: string, value: unknown) => {
    const date = typeof value === 'string' ? /^(\d{4})(-\d\d-\d\d.*)$/.exec(value) : null
    return date ? `${Number(date[1]) + schoolYear - WRITTEN_FOR}${date[2]}` : value
  }
  return JSON.parse(JSON.stringify(FAMILIES), move)
}

/** The role, person and organisation behind one of the sign-ins, as a server would give them. */
export function practiceViewer(practitionerRole: string): Resource[] {
  return roleOf(practitionerRole)
}

export { practiceDirectory } from './services.ts'
export { SIGN_INS } from './sign-ins.ts'
