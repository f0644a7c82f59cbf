import type { PlainDate } from '../core/time.ts'
import type { Audience } from './viewer.ts'

/** The journey from what is there for anybody to what few need. A plan's own level of support is words, and may say more. */
export const SERVICE_TIERS = ['universal', 'targeted', 'specialist'] as const
export type ServiceTier = (typeof SERVICE_TIERS)[number]

/** What we look for in a council's list, what a reader sees for it, and where on the journey it is. */
export const SERVICE_KINDS = {
  'family-hub': { words: 'Family hub', tier: 'universal' },
  parenting: { words: 'Parenting course or advice', tier: 'universal' },
  'young-people': { words: 'For young people', tier: 'universal' },
  sendiass: { words: 'SEND information and advice (SENDIASS)', tier: 'targeted' },
  'peer-group': { words: 'Peer support group', tier: 'targeted' },
  'kinship-offer': { words: 'For kinship families', tier: 'targeted' },
  'adoption-support': { words: 'For adoptive families', tier: 'targeted' },
  counselling: { words: 'Counselling or therapy', tier: 'specialist' },
  'adult-adoptees': { words: 'For adopted adults', tier: 'specialist' },
} as const satisfies Record<string, { words: string; tier: ServiceTier }>
export type ServiceKind = keyof typeof SERVICE_KINDS

/** One entry of a council's list, as plain text. Undefined is what the list does not say, never "none" or "free". */
export type Service = {
  /** As the list has it; the same service keeps it. */
  id: string
  kind: ServiceKind
  name: string
  organisation: string | undefined
  about: string | undefined
  /** Who may come, in the list's own words. */
  whoFor: string | undefined
  /** Whole years, both inclusive; undefined at an open end. */
  ages: { from: number | undefined; until: number | undefined }
  area: string | undefined
  cost: string | undefined
  phone: string | undefined
  email: string | undefined
  /** An http or https address. Only https is safe to make a link of. */
  web: string | undefined
  /** When somebody last made sure that this is right. */
  assuredOn: PlainDate | undefined
}

export function tierOf({ kind }: Pick<Service, 'kind'>): ServiceTier {
  return SERVICE_KINDS[kind].tier
}

/**
 * Who is shown what is near: those who plan support, and the family. Never a class teacher, whose page names no status
 * (design.md §2.8), nor a commissioner, who sees no child.
 */
const SHOWN_TO: readonly Audience[] = [
  'designated-teacher',
  'senco',
  'virtual-school-head',
  'gp',
  'lead-worker',
  'family',
  'young-person',
]

export function seesServices(audience: Audience): boolean {
  return SHOWN_TO.includes(audience)
}

/** From this age somebody can ask for their own records in adult services soon, and plans say so. */
const NEARLY_ADULT = 16

/**
 * Whether a service is worth showing for somebody of this age. Only what is for the person themself has to fit their age:
 * a group for parents may say 18 and over, and be right for the family of a child of six.
 *
 * @param age whole years; undefined when it is not known, and then nothing is left out for it
 */
export function fits(
  { kind, ages }: Pick<Service, 'kind' | 'ages'>,
  audience: Audience,
  age: number | undefined,
): boolean {
  if (!seesServices(audience)) return false
  if (audience === 'young-person' && kind === 'parenting') return false
  if (age === undefined) return true
  if (kind === 'adult-adoptees') return age >= NEARLY_ADULT
  if (kind !== 'young-people') return true
  return age >= (ages.from ?? 0) && age <= (ages.until ?? Number.POSITIVE_INFINITY)
}
