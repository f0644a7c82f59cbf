import { addDays, type PlainDate } from '../../core/time.ts'
import { ARRANGEMENTS, type ArrangementCode } from '../../record/arrangement.ts'
import { CAPACITIES, type Capacity } from '../../record/capacity.ts'
import { arrangement, type Entry, text } from '../families/entries.ts'
import type { FamilySpec } from '../families/family.ts'
import { GIVEN_NAMES } from './names.ts'
import type { Random } from './random.ts'

/** Who brings a child up, and who decides. */
export type Home = {
  relatives: FamilySpec['relatives']
  /** Who agrees until the young person is 16, and with whom they do so from then on. */
  agreeing: { before16: string[]; from16: string[] }
  /** The entries of the section of that name. */
  arrangement: Entry[]
  planType: [code: string, words: string]
  /** Organisations: who keeps the record, and the team that nobody has yet handed the child on from. */
  controller: string
  team: 'post-adoption' | 'kinship-team'
}

type Kind = {
  ofHundred: number
  code: ArrangementCode
  hasOrder: boolean
  capacity: Capacity
  /** The council shares parental responsibility: it agrees with them, or without. */
  council?: 'with' | 'without'
  keptBy: 'agency' | 'council'
}

const KINDS: Kind[] = [
  { ofHundred: 52, code: 'adoption-order', hasOrder: true, capacity: 'adoptive-parent', keptBy: 'agency' },
  {
    ofHundred: 28,
    code: 'special-guardianship-order',
    hasOrder: true,
    capacity: 'special-guardian',
    keptBy: 'council',
  },
  {
    ofHundred: 8,
    code: 'child-arrangements-order',
    hasOrder: true,
    capacity: 'child-arrangements-carer',
    keptBy: 'council',
  },
  {
    ofHundred: 4,
    code: 'placed-no-order',
    hasOrder: false,
    capacity: 'prospective-adopter',
    council: 'with',
    keptBy: 'agency',
  },
  { ofHundred: 4, code: 'informal-kinship', hasOrder: false, capacity: 'parent', keptBy: 'council' },
  { ofHundred: 4, code: 'looked-after', hasOrder: false, capacity: 'parent', council: 'without', keptBy: 'council' },
]

const BY_HUNDRED = KINDS.flatMap((kind) => Array<Kind>(kind.ofHundred).fill(kind))
const COUNCIL = 'Organization/northmoor'

/** @param before the day by which an order, where there is one, was made */
export function drawHome(
  { id, familyName, bornOn }: Pick<FamilySpec, 'id' | 'familyName' | 'bornOn'>,
  before: PlainDate,
  random: Random,
): Home {
  const kind = random.pick(BY_HUNDRED)
  const { code, capacity, council, hasOrder, keptBy } = kind
  const relatives = random.some(GIVEN_NAMES, random.chance(0.6) ? 2 : 1).map((given, index) => ({
    id: `${id}-relative-${index + 1}`,
    name: `${given} ${familyName}`,
    capacity,
  }))
  const own = relatives.map((relative) => `RelatedPerson/${relative.id}`)
  const councils = council ? [COUNCIL] : []
  return {
    relatives,
    agreeing: {
      before16: [...councils, ...(council === 'without' ? [] : own)],
      from16: [`Patient/${id}`, ...councils],
    },
    arrangement: [
      arrangement(code, ARRANGEMENTS[code], hasOrder ? random.day(addDays(bornOn, 365), before) : undefined),
      ...(council ? [text('parental-responsibility', 'council', { of: councils })] : []),
      text('parental-responsibility', CAPACITIES[capacity][0], { of: own }),
    ],
    planType: planType(code),
    controller: keptBy === 'agency' ? 'Organization/north-raa' : COUNCIL,
    team: keptBy === 'agency' ? 'post-adoption' : 'kinship-team',
  }
}

function planType(code: ArrangementCode): Home['planType'] {
  if (code === 'adoption-order' || code === 'placed-no-order') return ['adoption-support', 'Adoption support plan']
  if (code === 'special-guardianship-order')
    return ['special-guardianship-support', 'Special guardianship support plan']
  return ['family-network-support', 'Family network support plan']
}
