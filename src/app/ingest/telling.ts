import type { Agreed, Part } from '../../consent/compile.ts'
import type { Consent } from '../../consent/consent.ts'
import type { Resources } from '../../fhir/parse-resources.ts'
import { readPerformers } from '../../fhir/read-agreement.ts'
import { areThemself, showAgreement } from '../../record/capacity.ts'
import { discreetly } from '../../record/discreet.ts'
import type { SectionCode } from '../../record/sections.ts'
import type { Audience, Viewer } from '../../record/viewer.ts'

/** Whom something is told, and what must not be. */
export type Telling = {
  audience: Audience
  knownAs: string
  resources: Resources
  /** Whether a text tells where a child is to be found who must not be found. */
  hides: (text: string) => boolean
}

/** All that the sharing page is made from. */
export type ToTell = Telling & {
  viewer: Viewer
  agreed: Agreed
  /** What the viewer may see. */
  parts: Record<SectionCode, Part[]>
  /** The agreements that permit this viewer something. */
  agreeing: Extract<Consent, { kind: 'active' }>[]
  nowMs: number
}

/** The text as this viewer may be told it; undefined when it tells what they may not be told. */
export function tell({ audience, hides }: Telling, text: string | undefined): string | undefined {
  if (text === undefined || hides(text)) return undefined
  return audience === 'class-teacher' ? discreetly(text) : text
}

/**
 * Who agreed, in the words that one viewer is told. A class teacher is told that it was agreed, not by whom: names and
 * capacities would say what the page must not.
 *
 * @param performers references, as the agreements name them
 */
export function agreedBy({ audience, knownAs, resources, hides }: Telling, performers: string[]): string {
  const people = readPerformers(resources, [...new Set(performers)]).filter(({ name }) => !hides(name))
  if (areThemself(people)) return audience === 'class-teacher' ? knownAs : (people[0]?.name ?? knownAs)
  if (audience !== 'class-teacher' && people.length > 0) return showAgreement(people)
  // In a classroom all children have a family: another word for some of them would say which.
  return audience === 'class-teacher' ? `${knownAs}’s family` : `the people who decide for ${knownAs}`
}
