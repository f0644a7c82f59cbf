/*
 * What is near the made-up families: Northmoor Council's list of services, as Open Referral UK 3.0 writes it. Every name,
 * address and number is invented; telephone numbers are from the ranges that Ofcom keeps for drama.
 */

type Entry = {
  name: string
  by: string
  about: string
  /** The categories it is filed under. */
  terms: string[]
  whoFor?: string
  ages?: [from: number | undefined, until: number | undefined]
  area?: string
  cost?: [amount: number, per?: string]
  phone?: string
  /** The path on the service's made-up site. */
  web?: string
  /** Month and day, in the summer before the school year. */
  assured?: string
  status?: 'active' | 'temporarily closed'
}

const COUNCIL = 'Northmoor Council'
const AGENCY = 'North RAA'

const ENTRIES: Entry[] = [
  {
    name: 'Eastgate Family Hub',
    by: COUNCIL,
    about:
      'Somewhere to go with a question about a child of any age. Stay and play, health visitors, and a friendly ear.',
    terms: ['Family hubs', 'Parents, children and young people'],
    whoFor: 'Any family in Northmoor',
    ages: [undefined, 19],
    area: 'Eastgate',
    cost: [0],
    phone: '01632 960 201',
    web: 'eastgate',
    assured: '06-24',
  },
  {
    name: 'Moorside Family Hub',
    by: COUNCIL,
    about: '<p>Open Monday to Saturday. Help with sleep, school, money &amp; forms, and a quiet room.</p>',
    terms: ['Family hubs'],
    ages: [undefined, 25],
    area: 'Moorside',
    cost: [0],
    phone: '01632 960 202',
    web: 'moorside',
    assured: '06-24',
  },
  {
    name: 'Parenting together: ten evenings',
    by: COUNCIL,
    about: 'A course for parents and carers of children of 4 to 11, in a group of twelve, with supper.',
    terms: ['Parenting'],
    area: 'All of Northmoor',
    cost: [0],
    phone: '01632 960 203',
    web: 'parenting',
    assured: '07-02',
  },
  {
    name: 'Calm at home',
    by: 'Larkfield Families',
    about: 'Six sessions of non-violent resistance, for when a child’s anger frightens everybody, the child too.',
    terms: ['Parenting courses'],
    whoFor: 'Parents and carers of children of 8 to 17. A school, a GP or a social worker can ask.',
    area: 'Larkfield and online',
    cost: [15, 'a family'],
    phone: '01632 960 204',
    web: 'calm',
    assured: '05-11',
  },
  {
    name: 'Moorside Youth Club',
    by: 'Moorside Young Northmoor',
    about: 'Drop in after school on Tuesdays and Thursdays: music, cooking, and staff who have time.',
    terms: ['Youth work'],
    ages: [10, 18],
    area: 'Moorside',
    cost: [0.5, 'an evening'],
    phone: '01632 960 205',
    web: 'youth-club',
    assured: '07-18',
  },
  {
    name: 'Next Step: young adults’ drop-in',
    by: COUNCIL,
    about:
      'Rent, work, and somebody to talk to. Open to anybody who was adopted, or grew up with relatives or in care.',
    terms: ['Care leavers', 'Young adults'],
    ages: [16, 25],
    area: 'Northmoor town centre',
    cost: [0],
    phone: '01632 960 206',
    web: 'next-step',
    assured: '08-05',
  },
  {
    name: 'Northmoor SENDIASS',
    by: 'Northmoor Advice',
    about: 'Free advice, apart from the council, about support at school, plans, exclusions and appeals.',
    terms: ['SEND information and advice'],
    whoFor: 'Parents and carers, and young people themselves from 16',
    ages: [undefined, 25],
    area: 'All of Northmoor',
    cost: [0],
    phone: '01632 960 207',
    web: 'sendiass',
    assured: '08-19',
  },
  {
    name: 'Moorland Adopters: Saturday group',
    by: 'Moorland Adopters',
    about: 'Adoptive parents meet once a month, with a crèche. Nobody has to explain anything.',
    terms: ['Peer support'],
    area: 'Moorside Library',
    cost: [2, 'a family'],
    web: 'moorland-adopters',
    assured: '07-30',
  },
  {
    name: 'Kinship carers’ coffee morning',
    by: 'Northmoor Kinship Network',
    about: 'For grandparents, aunts, brothers and friends who bring up somebody else’s child.',
    terms: ['Peer support', 'Kinship care'],
    area: 'Eastgate Family Hub',
    cost: [0],
    phone: '01632 960 208',
    web: 'kinship-network',
    assured: '06-03',
  },
  {
    name: 'Kinship local offer',
    by: COUNCIL,
    about: 'What the council gives kinship families: money, training, help at school, and the team to ask.',
    terms: ['Kinship care'],
    whoFor: 'Anybody who brings up a relative’s or friend’s child, with an order or without',
    area: 'All of Northmoor',
    cost: [0],
    phone: '01632 960 110',
    web: 'kinship-offer',
    assured: '08-28',
  },
  {
    name: 'Adoption support: first call',
    by: AGENCY,
    about: 'Ring for advice, or to ask for an assessment of support. For all the years after an adoption order.',
    terms: ['Adoption support'],
    area: 'The north of England',
    cost: [0],
    phone: '01632 960 106',
    web: 'first-call',
    assured: '08-12',
  },
  {
    name: 'Children’s talking therapies',
    by: 'Northmoor Child Health',
    about:
      'Therapy for children who worry, are low, or have lived through hard things. There is a wait of about 14 weeks.',
    terms: ['Counselling and therapy'],
    whoFor: 'By referral of a GP, a school or a social worker',
    ages: [5, 18],
    area: 'All of Northmoor',
    cost: [0],
    phone: '01632 960 209',
    web: 'talking',
    assured: '04-22',
  },
  {
    name: 'Family therapy',
    by: AGENCY,
    about: 'Up to twelve sessions for adoptive and kinship families together, after an assessment of support.',
    terms: ['Counselling and therapy', 'Adoption support'],
    whoFor: 'After an assessment of support',
    area: 'The north of England',
    cost: [0],
    phone: '01632 960 106',
    web: 'family-therapy',
  },
  {
    name: 'Adult adoptees’ circle',
    by: AGENCY,
    about: 'A group, and help with birth records and with tracing, for adopted adults of any age.',
    terms: ['Adoption support'],
    ages: [18, undefined],
    area: 'The north of England and online',
    cost: [0],
    phone: '01632 960 210',
    web: 'circle',
    assured: '07-09',
  },
  // What every list has beside what we look for.
  {
    name: 'Garden waste',
    by: COUNCIL,
    about: 'Brown bins, every second week.',
    terms: ['Waste and recycling'],
    area: 'All of Northmoor',
    cost: [45, 'a year'],
  },
  {
    name: 'Westgate Family Hub',
    by: COUNCIL,
    about: 'Closed while the roof is mended.',
    terms: ['Family hubs'],
    status: 'temporarily closed',
    assured: '06-24',
  },
]

/**
 * The council's list, as it is in a school year.
 *
 * @param schoolYear the September in which it begins; what is assured was so in the summer before
 * @returns `services` as a feed gives them
 */
export function practiceDirectory(schoolYear: number): { name: string; services: object[] } {
  const services = ENTRIES.map((entry, at) => onWire(entry, idOf(at), schoolYear))
  return { name: COUNCIL, services }
}

function idOf(at: number): string {
  return `00000000-0000-4000-8000-${`${at + 1}`.padStart(12, '0')}`
}

function onWire({ ages: [from, until] = [undefined, undefined], ...entry }: Entry, id: string, schoolYear: number) {
  const { name, by, about, terms, whoFor, area, cost, phone, web, assured, status = 'active' } = entry
  const part = (index: number) => id.replace(/^00000000/, `${index}`.padStart(8, '0'))
  return {
    id,
    name,
    description: about,
    status,
    url: `https://${web ?? 'services'}.northmoor.example.org/`,
    ...(web && { email: `${web}@northmoor.example.org` }),
    ...(whoFor && { eligibility_description: whoFor }),
    ...(from !== undefined && { minimum_age: from }),
    ...(until !== undefined && { maximum_age: until }),
    ...(assured && { assured_date: `${schoolYear}-${assured}` }),
    organization: { id: part(1), name: by, description: by },
    phones: phone ? [{ id: part(2), number: phone }] : [],
    service_areas: area ? [{ id: part(3), name: area }] : [],
    cost_options: cost ? [{ id: part(4), amount: cost[0], currency: 'GBP', amount_description: cost[1] ?? '' }] : [],
    attributes: terms.map((term, at) => ({
      id: part(10 + at),
      link_type: 'taxonomy',
      taxonomy_term: { id: part(20 + at), name: term, taxonomy: 'Northmoor' },
    })),
  }
}
