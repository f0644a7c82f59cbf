import { commitment, type Entry, goal, known, need, plan, text } from '../families/entries.ts'
import type { FamilySpec } from '../families/family.ts'
import type { Circle } from './circle.ts'
import type { Home } from './home.ts'
import {
  ABOUT_ME,
  ASSESSMENTS,
  EDUCATION_FACTS,
  FAMILY_SUPPORT,
  HEALTH_FACTS,
  HOPES,
  INTERVENTIONS,
  NEED_WORDS,
  NEXT_STEPS,
  OWN_WORDS,
  PLAN_AIMS,
  PLEASE_DO,
  PLEASE_DONT,
  PROMISES,
  STRENGTHS,
  TRIGGERS,
  WORDS_TO_AVOID,
  WORDS_TO_USE,
} from './phrases.ts'
import type { Random } from './random.ts'

/** How much has been written, as a multiple of the usual: some records are a page and some are a folder. */
const AMOUNTS = [0.3, 0.3, 0.3, 0.7, 0.7, 0.7, 1, 1, 1, 1, 1, 1, 1, 1, 1.5, 1.5, 1.5, 2, 2, 5]

const TIERS: [code: string, words: string][] = [
  ['universal', 'Universal'],
  ['targeted', 'Targeted'],
  ['targeted-plus', 'Targeted plus'],
  ['specialist', 'Specialist'],
]

type About = Pick<FamilySpec, 'id' | 'knownAs'>

/** What a record says of one child: everything was written before the school year, and is due within it. */
export function drawSections(
  { id, knownAs }: About,
  home: Home,
  circle: Circle,
  schoolYear: number,
  random: Random,
): FamilySpec['sections'] {
  const amount = random.pick(AMOUNTS)
  const some = <Phrase>(phrases: readonly Phrase[], usual: number) =>
    random.some(phrases, howMany(usual * amount, random))
  const before = () => random.day(`${schoolYear}-01-08`, `${schoolYear}-07-20`)
  const someone = () => random.pick(circle.team).member
  const said = (words: string) => text('own-words', words, { on: before(), by: [`Patient/${id}`, someone()] })
  const fact =
    (entry: 'about-me' | 'health-fact' | 'education-fact' | 'family-support' | 'intervention') =>
    ([heading, sentence]: [string, string]) =>
      text(entry, sentence, { heading })

  return {
    'about-me': [...some(OWN_WORDS, 1).map(said), ...some(ABOUT_ME, 1).map(fact('about-me'))],
    strengths: some(STRENGTHS, 2).map((words) => text('strength', words)),
    'what-helps': [
      ...some(PLEASE_DO, 3).map((words) => text('do', words)),
      ...some(PLEASE_DONT, 1.5).map((words) => text('please-dont', words)),
      ...some(TRIGGERS, 1.5).map((words) => text('trigger', words)),
    ],
    words: [
      ...some(WORDS_TO_USE, 1).map((words) => text('word-to-use', words)),
      ...some(WORDS_TO_AVOID, 0.7).map((words) => text('word-to-avoid', words)),
      text('address-as', `${knownAs}. Write to the current address only.`),
    ],
    needs: some(NEED_WORDS, 1.5).map(([code, words]) =>
      need(words, random.chance(0.7) ? 'confirmed' : 'possible', code),
    ),
    assessment: some(ASSESSMENTS, 0.7).map(({ heading, method, findings }) =>
      text('assessment', [...random.some(findings, 4), random.pick(NEXT_STEPS)].join(' '), {
        heading,
        method,
        on: before(),
        by: [someone()],
      }),
    ),
    'health-context': [
      known('prenatal-alcohol', ...random.pick(ALCOHOL)),
      ...some(HEALTH_FACTS, 1).map(fact('health-fact')),
    ],
    'education-context': some(EDUCATION_FACTS, 1).map(fact('education-fact')),
    'family-support': some(FAMILY_SUPPORT, 0.7).map(fact('family-support')),
    interventions: some(INTERVENTIONS, 0.7).map(fact('intervention')),
    plan: random.chance(0.9)
      ? [
          plan({
            type: home.planType,
            tier: random.pick(TIERS),
            from: random.day(`${schoolYear}-02-01`, `${schoolYear}-08-31`),
            reviewOn: random.day(`${schoolYear}-11-01`, `${schoolYear + 1}-07-01`),
            about: some(PLAN_AIMS, 1).join(' ') || 'Under review.',
          }),
        ]
      : [],
    commitments: some(PROMISES, 2).map((words) => promised(words, someone, schoolYear, random)),
    outcomes: some(HOPES, 0.7).map((words) =>
      goal(words, random.day(`${schoolYear}-12-01`, `${schoolYear + 1}-07-20`)),
    ),
    arrangement: home.arrangement,
  }
}

const ALCOHOL: ['confirmed' | 'possible' | 'not-known', string][] = [
  ['confirmed', 'Confirmed'],
  ['possible', 'Possible'],
  ['not-known', 'Not known'],
]

function promised(words: string, someone: () => string, schoolYear: number, random: Random): Entry {
  const parties = { owner: someone(), requester: someone() }
  if (random.chance(0.2)) {
    const doneOn = random.day(`${schoolYear}-05-01`, `${schoolYear}-08-20`)
    return commitment(words, { ...parties, status: 'completed', dueOn: `${schoolYear}-08-31`, doneOn })
  }
  return commitment(words, {
    ...parties,
    status: random.pick(['requested', 'accepted', 'accepted', 'in-progress']),
    dueOn: random.day(`${schoolYear}-10-01`, `${schoolYear + 1}-07-20`),
    kind: random.chance(0.15) ? 'advice-request' : 'commitment',
  })
}

/** 1.5 is one or two, as often. */
function howMany(wanted: number, random: Random): number {
  return Math.floor(wanted) + (random.chance(wanted % 1) ? 1 : 0)
}
