import * as z from 'zod/mini'
import type { PlainDate } from '../../core/time.ts'
import { NEEDS, type NeedCode } from '../../record/needs.ts'
import { type Moment, parseMoment } from '../calendar/moment.ts'
import {
  type Card,
  type Evidence,
  RATING_SCHEMES,
  type RatingScheme,
  type Review,
  SETTINGS,
  type Source,
  TIERS,
} from '../card.ts'
import { TRANSITIONS, type Transition } from '../transition.ts'

// Each message follows the name of the field: "tier" must be one of universal, targeted, specialist.

const text = z.string('must be some words').check(z.trim(), z.minLength(1, 'must not be empty'))

const date: z.ZodMiniType<PlainDate> = z
  .string('must be a date, such as 2027-09-01')
  .check(z.iso.date('must be a date, such as 2027-09-01'))

const link = z.string('must be a web address').check(z.refine(isHttps, 'must be an https web address'))

const moment: z.ZodMiniType<Moment> = z.pipe(
  z.string('must be an anchor, such as offer-day'),
  z.transform((written, context) => {
    const parsed = parseMoment(written)
    if (parsed) return parsed
    context.issues.push({
      code: 'custom',
      input: written,
      message: 'must be an anchor we know, alone or with a number of days or weeks, such as transition-week - 6 weeks',
    })
    return z.NEVER
  }),
)

const source: z.ZodMiniType<Source> = object({ title: text, link, read: date })

const EVIDENCE_RULE =
  'must be practice-consensus with no rating, or a scheme we know with its rating, the date "on" and a "link"'

const evidence: z.ZodMiniType<Evidence> = z.union(
  [
    z.strictObject({ scheme: z.literal('practice-consensus') }, EVIDENCE_RULE),
    object({ scheme: oneOf<RatingScheme>(keys(RATING_SCHEMES)), rating: text, on: date, link }),
  ],
  EVIDENCE_RULE,
)

const review: z.ZodMiniType<Review> = z.union(
  [z.literal('not-yet'), object({ role: text, organisation: text, on: date })],
  'must be not-yet, or say the role, the organisation and the date "on"',
)

/** What stands above a card: all of it but the parts written in the body. */
export const cardFrontMatter: z.ZodMiniType<Omit<Card, 'parts'>> = object({
  id: text,
  title: text,
  transition: oneOf<Transition>(keys(TRANSITIONS)),
  for: oneOf(SETTINGS),
  tier: oneOf(TIERS),
  when: object({ from: moment, until: moment }),
  needs: z.array(oneOf<NeedCode>(keys(NEEDS)), 'must be a list of needs, which may be empty: []'),
  evidence,
  sources: z.array(source, 'must be a list of sources').check(z.minLength(1, 'must cite at least one source')),
  review,
  reviewBy: date,
})

/** What `pack.yaml` says about a folder of cards. */
export type PackFrontMatter = { title: string; version: string; owner: string }
export const packFrontMatter: z.ZodMiniType<PackFrontMatter> = object({ title: text, version: text, owner: text })

function object<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `must not have "${issue.keys.join('", "')}"` : 'is missing',
  })
}

function oneOf<Value extends string>(values: readonly Value[]) {
  return z.enum(values as [Value, ...Value[]], `must be one of ${values.join(', ')}`)
}

function keys<Key extends string>(table: Record<Key, unknown>): Key[] {
  return Object.keys(table) as Key[]
}

function isHttps(written: string): boolean {
  return URL.canParse(written) && new URL(written).protocol === 'https:'
}
