import { ageOn, type PlainDate } from '../../core/time.ts'
import type { SectionCode } from '../../record/sections.ts'
import type { Audience } from '../../record/viewer.ts'
import type { AgreementSpec } from '../families/agreement.ts'
import type { DutySpec } from '../families/duty.ts'
import type { Circle } from './circle.ts'
import type { Home } from './home.ts'
import type { Random } from './random.ts'

export type Sharing = { agreements: AgreementSpec[]; duties: DutySpec[] }

/** Of a hundred agreements; the rest run all through the school year. */
const OF_HUNDRED = { ended: 4, withdrawn: 2, 'not-yet': 3, 'section-refused': 8, 'under-duty': 2 }

type Kind = keyof typeof OF_HUNDRED | 'current'

const BY_HUNDRED = (Object.keys(OF_HUNDRED) as (keyof typeof OF_HUNDRED)[]).flatMap((kind) =>
  Array<Kind>(OF_HUNDRED[kind]).fill(kind),
)

const IN_CLASS: SectionCode[] = ['about-me', 'strengths', 'what-helps', 'words', 'needs', 'people']
const AROUND_PLAN: SectionCode[] = ['assessment', 'interventions', 'plan', 'commitments', 'outcomes']

/** What each of them is usually given. */
const GIVEN: Partial<Record<Audience, SectionCode[]>> = {
  'class-teacher': IN_CLASS,
  'designated-teacher': [...IN_CLASS, ...AROUND_PLAN, 'education-context', 'arrangement'],
  senco: ['what-helps', 'needs', 'assessment', 'education-context', 'people', 'interventions'],
  'virtual-school-head': [...AROUND_PLAN, 'what-helps', 'needs', 'education-context', 'people'],
  gp: ['words', 'needs', 'assessment', 'health-context', 'people', 'commitments', 'arrangement'],
  'lead-worker': [...AROUND_PLAN, 'needs', 'people', 'family-support', 'arrangement'],
}

const IN_SCHOOL: readonly Audience[] = ['class-teacher', 'designated-teacher', 'senco']

/** What was agreed, by those who could, before the school year began; with a few that are over, to come or cut short. */
export function drawSharing(
  bornOn: PlainDate,
  { agreeing, controller }: Pick<Home, 'agreeing' | 'controller'>,
  { parties }: Circle,
  schoolYear: number,
  random: Random,
): Sharing {
  const kind = BY_HUNDRED[random.below(100)] ?? 'current'
  const given = kind === 'ended' ? schoolYear - 1 : schoolYear
  const agreedOn = random.day(`${given}-06-01`, `${given}-08-31`)
  const agreement: AgreementSpec = {
    ...(kind === 'withdrawn' && { status: 'inactive' }),
    agreedOn,
    by: ageOn(bornOn, agreedOn) < 16 ? agreeing.before16 : agreeing.from16,
    controller,
    until: `${given + (kind === 'not-yet' ? 2 : 1)}-08-31`,
    shares: parties.map((party) => ({
      ...party,
      sections: GIVEN[party.with] ?? [],
      ...(kind === 'not-yet' && { from: `${schoolYear + 1}-09-01` }),
      ...(kind === 'current' && IN_SCHOOL.includes(party.with) && { until: `${schoolYear + 1}-07-20` }),
    })),
    ...(kind === 'section-refused' && { refuses: [{ sections: ['assessment', 'health-context'] }] }),
    ...(kind === 'under-duty' && { refuses: [{ sections: ['needs'] }] }),
  }
  return { agreements: [agreement], duties: kind === 'under-duty' ? [dutyTo(parties, schoolYear)] : [] }
}

/** An organisation tells another what the family would not: a duty to tell one's own is none. */
function dutyTo(parties: Circle['parties'], schoolYear: number): DutySpec {
  const [first] = parties.filter(({ at }) => at !== 'PractitionerRole/price' && at !== 'Organization/post-adoption')
  return {
    by: 'Organization/north-raa',
    on: `${schoolYear}-08-28`,
    reason: 'Runs out of the gate when frightened, and the road is busy. Those who are there have to know.',
    to: [first ?? { with: 'virtual-school-head', at: 'Organization/northmoor' }],
    sections: ['needs'],
    until: `${schoolYear + 1}-08-31`,
  }
}
