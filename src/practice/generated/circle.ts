import type { Audience } from '../../record/viewer.ts'
import type { FamilySpec } from '../families/family.ts'
import type { Home } from './home.ts'
import type { Random } from './random.ts'

/** The professionals around one child, all of them from the families: a thousand children need no more people. */
export type Circle = {
  team: FamilySpec['team']
  /** Whom the agreement is for. */
  parties: Party[]
}

export type Party = { with: Audience; at: string }

/** How many children somebody sees, where there are as many. */
const SEEN_BY = { class: 30, school: 90, leadWorker: 25, practice: 30 }

/** A practice's share of a council's children, where that is more than `SEEN_BY.practice`. */
const PRACTICE = 1 / 20

/** The Virtual School is named by nearly all. */
const VIRTUAL_SCHOOL = 0.97

/** Of the fourteen years a child can be in, Reception to Year 6 are the one school's and the rest the other's. */
const HALF = 0.5

/**
 * @param year 0 for Reception; primary pupils may be at the one school, older ones at the other, most at neither
 * @param count how many children there are to be in all
 */
export function drawCircle(year: number, { team }: Pick<Home, 'team'>, count: number, random: Random): Circle {
  const members = [
    ...(random.chance(VIRTUAL_SCHOOL) ? VIRTUAL_SCHOOL_HEAD : []),
    ...(random.chance(SEEN_BY.school / (count * HALF)) ? schoolOf(year, count, random) : []),
    ...(random.chance(Math.max(PRACTICE, SEEN_BY.practice / count)) ? PRACTICE_TEAM : []),
    ...workerOf(team, count, random),
    ...ALWAYS,
  ]
  return {
    team: members.map(({ role, member }) => ({ role, member })),
    parties: members.flatMap(({ party }) => party ?? []),
  }
}

type Member = FamilySpec['team'][number] & { party?: Party }

function schoolOf(year: number, count: number, random: Random): Member[] {
  const pupils = Math.min(SEEN_BY.school, count * HALF)
  const isInClass = random.chance(SEEN_BY.class / pupils)
  if (year > 6) return [...(isInClass ? LARKFIELD_FORM : []), ...LARKFIELD]
  return [...(isInClass ? HILLSIDE_CLASS : []), ...HILLSIDE, ...(random.chance(0.5) ? HILLSIDE_SENCO : [])]
}

function workerOf(team: Home['team'], count: number, random: Random): Member[] {
  const isTaken = () => random.chance(SEEN_BY.leadWorker / count)
  if (isTaken()) return [named('lead-worker', 'PractitionerRole/price')]
  if (isTaken()) return [named('lead-worker', 'PractitionerRole/grant')]
  const role = team === 'kinship-team' ? 'kinship-team' : 'post-adoption-team'
  return [{ role, member: `Organization/${team}`, party: { with: 'lead-worker', at: `Organization/${team}` } }]
}

/** Somebody whom the agreement names, or the place where they work. */
function named(audience: FamilySpec['team'][number]['role'] & Audience, member: string, at = member): Member {
  return { role: audience, member, party: { with: audience, at } }
}

const VIRTUAL_SCHOOL_HEAD: Member[] = [
  named('virtual-school-head', 'PractitionerRole/adeyemi', 'Organization/northmoor'),
]
const HILLSIDE: Member[] = [
  named('designated-teacher', 'PractitionerRole/okafor', 'Organization/hillside'),
  { role: 'safeguarding-lead', member: 'PractitionerRole/lee' },
]
const HILLSIDE_CLASS: Member[] = [named('class-teacher', 'PractitionerRole/khan')]
const HILLSIDE_SENCO: Member[] = [named('senco', 'PractitionerRole/dean')]
const LARKFIELD: Member[] = [
  named('designated-teacher', 'PractitionerRole/bello', 'Organization/larkfield'),
  { role: 'safeguarding-lead', member: 'PractitionerRole/wren' },
]
const LARKFIELD_FORM: Member[] = [named('class-teacher', 'PractitionerRole/tran')]
const PRACTICE_TEAM: Member[] = [
  named('gp', 'PractitionerRole/shah', 'Organization/bridge-street'),
  { role: 'safeguarding-lead', member: 'PractitionerRole/amin' },
]
const ALWAYS: Member[] = [{ role: 'safeguarding-lead', member: 'PractitionerRole/rao' }]
