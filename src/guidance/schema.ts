import * as z from 'zod/mini'
import type { PlainDate } from '../core/time.ts'
import { NEEDS, type NeedCode } from '../record/needs.ts'
import { MOMENT, type Moment, parseMoment } from './calendar/moment.ts'
import {
  type Card,
  type Evidence,
  type Face,
  PARTS,
  type Part,
  RATING_SCHEMES,
  type RatingScheme,
  type Review,
  SETTINGS,
  type Source,
  TIERS,
} from './card.ts'
import { OCCASIONS, type Occasion } from './transition.ts'

// Each message follows the name of the field: "tier" must be one of universal, targeted, specialist.

/** Characters that show nothing and change what others show: controls, breaks, marks that turn the direction of a line. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{DI}]/u

const SAYS_SOMETHING = /[\p{L}\p{N}]/u

const MOST_CHARACTERS = 2000

const text = z.string('must be some words').check(
  z.trim(),
  z.minLength(1, { error: 'must not be empty', abort: true }),
  z.maxLength(MOST_CHARACTERS, 'must not be longer than 2,000 characters'),
  z.refine((written) => !UNSEEN.test(written), 'must not hold characters that nobody can see'),
  z.refine((written) => SAYS_SOMETHING.test(written), 'must say something'),
)

const date: z.ZodMiniType<PlainDate> = z
  .string('must be a date, such as 2027-09-01')
  .check(z.iso.date('must be a date, such as 2027-09-01'))

const HTTPS = /^https:\/\/[^\s\\<>"]+$/
const LINK_RULE = 'must be an https web address'
const link = z
  .string('must be a web address')
  .check(z.regex(HTTPS, { error: LINK_RULE, abort: true }), z.refine(isPlainAddress, LINK_RULE))

const MOMENT_RULE =
  'must be an anchor we know, alone or with a number of days or weeks, such as transition-week - 6 weeks'
const moment: z.ZodMiniType<Moment> = z.pipe(
  z.string('must be an anchor, such as offer-day').check(z.regex(MOMENT, { error: MOMENT_RULE, abort: true })),
  z.transform((written) => parseMoment(written) as Moment),
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

const frontMatter = {
  id: text.check(z.regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'must be a folder and a name, such as year-6-to-7/quiet-visits')),
  title: text,
  transition: oneOf<Occasion>(OCCASIONS),
  for: oneOf(SETTINGS),
  tier: oneOf(TIERS),
  when: object({ from: moment, until: moment }),
  needs: z
    .array(oneOf<NeedCode>(keys(NEEDS)), 'must be a list of needs, which may be empty: []')
    .check(z.refine((needs) => new Set(needs).size === needs.length, 'must not name a need twice')),
  comesUpIn: z.optional(text),
  evidence,
  sources: z.array(source, 'must be a list of sources').check(z.minLength(1, 'must cite at least one source')),
  review,
  reviewBy: date,
}

/** What stands above a card: all of it but the parts written in the body. */
export const cardFrontMatter: z.ZodMiniType<Omit<Card, 'parts' | 'local'>> = object(frontMatter)

const parts = object(Object.fromEntries(keys(PARTS).map((part) => [part, text])) as Record<Part, typeof text>)

const version = text.check(z.regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/, 'must be three numbers, such as 1.2.0'))

/** What `pack.yaml` says about a folder of cards. */
export type PackFrontMatter = Face & { id: string; title: string }
const about = {
  id: text.check(z.regex(/^[a-z0-9-]{1,60}$/, 'must be small letters, digits and dashes')),
  title: text,
  version,
  owner: text,
}
export const packFrontMatter: z.ZodMiniType<PackFrontMatter> = object(about)

const MOST_CARDS = 500

/** A whole pack as it travels: cards as an author dates them, with their parts, and nothing that was worked out. */
export type WrittenPack = PackFrontMatter & { cards: Omit<Card, 'local'>[] }
export const writtenPack: z.ZodMiniType<WrittenPack> = object({
  ...about,
  cards: z
    .array(object({ ...frontMatter, parts }), 'must be a list of cards')
    .check(z.minLength(1, 'must hold at least one card'), z.maxLength(MOST_CARDS, 'must not hold more than 500 cards')),
})

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

/** A host with a name or number of its own, and nobody's password. */
function isPlainAddress(written: string): boolean {
  if (!URL.canParse(written)) return false
  const { protocol, username, password } = new URL(written)
  return protocol === 'https:' && username === '' && password === ''
}
