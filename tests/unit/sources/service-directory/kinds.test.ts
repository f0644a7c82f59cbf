import { describe, expect, test } from 'vitest'
import { SERVICE_KINDS, type ServiceKind, tierOf } from '../../../../src/record/services.ts'
import { kindOf, type Told } from '../../../../src/sources/service-directory/kinds.ts'

/** Names and categories as councils write them; the places are made up. */
const LISTED: [name: string, kind: ServiceKind | undefined, told?: Partial<Told>][] = [
  ['Northmoor SENDIASS', 'sendiass'],
  ['Northmoor IASS', 'sendiass'],
  ['SEND Information, Advice and Support Service', 'sendiass'],
  ['Special Educational Needs and Disability Information and Advice', 'sendiass'],
  ['Parent Partnership', 'sendiass'],
  ['Here for you', 'sendiass', { terms: ['SENDIASS'] }],
  ['SEND transport to school', undefined, { about: 'For help with an appeal ask SENDIASS.' }],
  ['Information and advice on council tax', undefined],
  ['Send a parcel: information', undefined],

  ['Eastgate Family Hub', 'family-hub'],
  ['Best Start Family Hub, Westgate', 'family-hub'],
  ['Family Hubs in Northmoor', 'family-hub'],
  ['Moorside Children’s Centre', 'family-hub'],
  ["Moorside Children's Centre", 'family-hub'],
  ['Stay and play at Eastgate Family Hub', undefined],
  ['Baby massage in the Eastgate Family Hub', undefined],
  ['Midwife clinic', undefined, { terms: ['Family hubs'] }],
  ['Hubbub Family Café', undefined],
  ['The Hub: family church lunch', undefined],

  ['Adoptive parents’ peer support', 'peer-group'],
  ['Kinship carers’ coffee morning', 'peer-group'],
  ['Moorland Adopters Group', 'peer-group', { about: 'For adopters and their children.' }],
  ['Parent Carer Forum', 'peer-group'],
  ['Support group', 'peer-group', { about: 'For special guardians, every second Tuesday.' }],
  ['Tuesday meet-up', 'peer-group', { terms: ['Peer support'], about: 'For parents of children with SEND.' }],
  ['Dementia carers’ support group', undefined, { about: 'For parents with dementia, and who cares for them.' }],
  ['Breast cancer peer support', undefined, { about: 'For parents with cancer.' }],
  ['Parents and toddlers group', undefined, { about: 'For parents with toddlers.' }],
  ['Diabetes support group', undefined],
  ['Chess group', undefined, { about: 'Run by two adoptive parents.' }],

  ['Kinship local offer', 'kinship-offer'],
  ['Kinship care team', 'kinship-offer'],
  ['Special guardianship support', 'kinship-offer'],
  ['Family and friends care', 'kinship-offer'],
  ['Kinship Brewing Company', undefined],
  ['Food bank', undefined, { about: 'Kinship carers are welcome too.' }],

  ['North RAA adoption support', 'adoption-support'],
  ['Post-adoption team', 'adoption-support', { about: 'For adopted children, their parents and adopted adults.' }],
  ['Support for adopters', 'adoption-support'],
  ['Adoption UK Northmoor', 'adoption-support'],
  ['Moorside dog rescue: adoption advice', undefined],
  ['Adopt a tree', undefined],
  ['Technology adoption support for small firms', undefined],
  ['Adopt a grandparent: adoption service', undefined],

  ['Adult adoptees’ group', 'adult-adoptees'],
  ['Counselling for adopted adults', 'adult-adoptees'],
  ['Access to birth records', 'adult-adoptees'],
  [
    'Adoption: tracing and reunion',
    'adult-adoptees',
    { about: 'For adults who were adopted.', ages: { from: 18, until: undefined } },
  ],
  ['Adult learning', undefined, { about: 'Adopted by the council in 2025.' }],
  ['Register office', undefined, { about: 'Births, deaths, and adopted adults’ certificates.' }],

  ['Moorside Youth Club', 'young-people'],
  ['Care leavers’ hub', 'young-people'],
  ['Young carers', 'young-people'],
  ['Teen adoptee meet-up', 'young-people'],
  ['Young adults’ adoption group', 'young-people'],
  ['Northmoor Museum', undefined, { terms: ['Children and young people'] }],
  ['Swimming', undefined, { terms: ['Children, young people and families', 'Child & young person'] }],
  ['Youth justice service', undefined],
  ['Youth hostel', undefined],
  ['Young at Heart lunch club', undefined],
  ['Young people 50+ dance', undefined, { ages: { from: 50, until: undefined } }],

  ['Talking therapies for children', 'counselling'],
  ['Counselling', 'counselling', { about: 'For children and their families.' }],
  ['Counselling for young people', 'counselling'],
  ['Counselling', 'counselling', { ages: { from: 11, until: 18 } }],
  ['CAMHS', 'counselling'],
  ['School mental health support team', 'counselling'],
  ['Yoga in the park', undefined, { terms: ['Emotional wellbeing'], about: 'For children too.' }],
  ['Couples’ counselling', undefined],
  ['Family counselling for over 60s', undefined, { ages: { from: 60, until: undefined } }],
  ['Debt counselling for families', undefined],
  ['Children’s speech and language therapy', undefined],
  ['Children’s physiotherapy', undefined],
  ['Aromatherapy', undefined, { about: 'For young and old.' }],

  ['Triple P', 'parenting'],
  ['Parenting teenagers', 'parenting'],
  ['Incredible Years', 'parenting'],
  ['Parents’ courses', 'parenting'],
  ['Parent council meeting', undefined],
  ['Homes for single parents', undefined],

  ['Refuse collection', undefined],
  ['', undefined],
]

test.each(LISTED)('%s is %s', (name, kind, told = {}) => {
  const nothingElse = {
    organisation: undefined,
    about: undefined,
    terms: [],
    ages: { from: undefined, until: undefined },
  }
  expect(kindOf({ ...nothingElse, name, ...told })).toBe(kind)
})

describe('the table', () => {
  test('has every kind, and as many near misses', () => {
    const kinds = LISTED.map(([, kind]) => kind)
    expect(new Set(kinds.filter(Boolean))).toEqual(new Set(Object.keys(SERVICE_KINDS)))
    expect(kinds.filter((kind) => kind === undefined).length).toBeGreaterThan(30)
  })

  test('puts every kind somewhere on the journey, and none of it is empty', () => {
    const kinds = Object.keys(SERVICE_KINDS) as ServiceKind[]
    expect(new Set(kinds.map((kind) => tierOf({ kind })))).toEqual(new Set(['universal', 'targeted', 'specialist']))
  })
})
