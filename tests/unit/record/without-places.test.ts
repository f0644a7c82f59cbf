import { describe, expect, test } from 'vitest'
import type { Commitment, Contents, NamedPerson } from '../../../src/record/section-content.ts'
import { withoutPlaces } from '../../../src/record/without-places.ts'

const HIDDEN = {
  organisations: [{ reference: 'Organization/h', name: 'Hillside Primary School' }],
  people: [] as string[],
  contacts: [] as string[],
}

const okafor: NamedPerson = {
  role: 'Designated teacher',
  roleCode: 'designated-teacher',
  name: 'Ms Okafor',
  organisation: 'Hillside Primary School',
  organisationReference: 'Organization/h',
  contact: 'c.okafor@hillsideprimary.example',
}
const price: NamedPerson = {
  role: 'Lead worker',
  roleCode: 'lead-worker',
  name: 'Ms Price',
  organisation: 'North RAA',
  organisationReference: 'Organization/raa',
  contact: '01632 960001',
}
const meeting: Commitment = {
  id: 'task-1',
  kind: 'commitment',
  what: 'Meet every Monday',
  status: 'accepted',
  ownerReference: 'PractitionerRole/okafor',
  owner: 'Ms Okafor',
  ownerRole: 'Designated teacher',
  organisation: 'Hillside Primary School',
  organisationReference: 'Organization/h',
  cover: 'Mr Bello',
  requester: 'Ms Price',
  dueOn: '2026-12-01',
  finishedOn: undefined,
}
const call: Commitment = {
  ...meeting,
  id: 'task-2',
  what: 'Call the family',
  ownerReference: 'PractitionerRole/price',
  owner: 'Ms Price',
  ownerRole: 'Lead worker',
  organisation: 'North RAA',
  organisationReference: 'Organization/raa',
  cover: 'Mx Lane',
  requester: 'Ms Okafor',
}

describe('somebody at a hidden place', () => {
  test('keeps the role and nothing else', () => {
    expect(peopleOf(okafor)).toEqual([
      {
        role: 'Designated teacher',
        roleCode: 'designated-teacher',
        name: 'The designated teacher',
        organisation: undefined,
        organisationReference: undefined,
        contact: undefined,
      },
    ])
  })

  test.each<[how: string, changed: Partial<NamedPerson>]>([
    ['the reference', { organisation: undefined, contact: undefined }],
    ['the name of the organisation', { organisationReference: undefined, contact: undefined }],
    ['an e-mail address', { organisation: undefined, organisationReference: undefined }],
    ['their own name, when it is the organisation', { ...blank(), contact: '01632 960009', name: 'Hillside Primary' }],
    ['their role', { ...blank(), role: 'Teacher at Hillside', roleCode: 'class-teacher' }],
  ])('is known by %s', (_, changed) => {
    const [person] = peopleOf({ ...okafor, ...changed })
    expect(person?.name).toMatch(/^The (designated|class) teacher$/)
    expect(person).toMatchObject(blank())
  })

  test.each<[role: string, code: NamedPerson['roleCode'], name: string]>([
    ['SENCo', 'senco', 'The SENCo'],
    ['Virtual School Head', 'virtual-school-head', 'The Virtual School Head'],
    ['Headteacher', undefined, 'The headteacher'],
    ['Involved', undefined, 'Name not shown'],
    ['Head of Hillside', undefined, 'Name not shown'],
    ['', undefined, 'Name not shown'],
  ])('in the role %j is called %j', (role, roleCode, name) => {
    expect(peopleOf({ ...okafor, role, roleCode })[0]?.name).toBe(name)
  })

  test('is found in every list, also where the place is not written beside them', () => {
    const again = { ...okafor, ...blank(), role: 'Key adult', roleCode: undefined, contact: '01632 960009' }
    expect(peopleOf(okafor, again)[1]).toEqual({ ...again, name: 'The key adult', contact: undefined })
  })

  test('what they took on stays, without them', () => {
    expect(commitmentsOf(meeting)).toEqual([
      {
        ...meeting,
        ownerReference: '',
        owner: 'The designated teacher',
        organisation: undefined,
        organisationReference: undefined,
        cover: undefined,
      },
    ])
  })

  test.each<[how: string, changed: Partial<Commitment>, owner: string]>([
    ['the reference', { organisation: undefined }, 'The designated teacher'],
    ['the name', { organisationReference: undefined }, 'The designated teacher'],
    [
      'being the organisation',
      { ...nowhere(), owner: 'The office', ownerReference: 'Organization/h', ownerRole: undefined },
      'Name not shown',
    ],
    [
      'a name that says it',
      { ...nowhere(), owner: 'Hillside office', ownerReference: 'PractitionerRole/x' },
      'The designated teacher',
    ],
    ['a role that says it', { ...nowhere(), ownerRole: 'Hillside SENCo' }, 'Name not shown'],
  ])('the owner of a commitment is known by %s', (_, changed, owner) => {
    const [commitment] = commitmentsOf({ ...meeting, ...changed })
    expect(commitment).toMatchObject({ ...nowhere(), owner, ownerReference: '', cover: undefined })
  })

  test('is not named as the one who asked or covers', () => {
    expect(commitmentsOf(meeting, call)[1]).toEqual({ ...call, requester: undefined })
    const covered = { ...call, requester: undefined }
    expect(commitmentsOf(meeting, { ...covered, cover: 'Ms Okafor' })[1]).toEqual({ ...covered, cover: undefined })
  })

  test('is not named in any text, nor when they have left', () => {
    const contents: Contents = {
      'what-helps': { do: ['Ask Ms  Okafor first', 'Sit near the door'], pleaseDont: [], triggers: [] },
      commitments: { commitments: [{ ...meeting, owner: 'Ms Okafor (has left)' }] },
    }
    expect(withoutPlaces(contents, HIDDEN)['what-helps']?.do).toEqual(['Sit near the door'])
  })

  test('whose name only repeats the role takes no line with them', () => {
    const contents: Contents = {
      strengths: { strengths: ['Trusts the designated teacher'] },
      people: { people: [{ ...okafor, name: 'Designated teacher' }] },
    }
    expect(withoutPlaces(contents, HIDDEN)).toMatchObject({
      strengths: { strengths: ['Trusts the designated teacher'] },
      people: { people: [{ name: 'The designated teacher' }] },
    })
  })
})

describe('somebody elsewhere whose organisation shares a name with the place', () => {
  const council = { organisation: 'Hillside Council', organisationReference: 'Organization/council' }
  const adeyemi: NamedPerson = { ...price, ...council, name: 'Ms Adeyemi', contact: 'vsh@hillside.example' }

  test('stays who they are, without the name it shares', () => {
    expect(peopleOf(adeyemi)).toEqual([{ ...adeyemi, organisation: undefined, contact: undefined }])
    const promised = { ...call, ...council, requester: undefined }
    expect(commitmentsOf(promised)).toEqual([{ ...promised, organisation: undefined }])
  })

  test('is named in texts', () => {
    const contents: Contents = { strengths: { strengths: ['Likes Ms Adeyemi'] }, people: { people: [adeyemi] } }
    expect(withoutPlaces(contents, HIDDEN).strengths?.strengths).toEqual(['Likes Ms Adeyemi'])
  })

  test('is called by the role where the organisation itself is meant', () => {
    const reference = 'Organization/council'
    const team = { ...adeyemi, role: 'Hillside team', name: 'Hillside Council', organisation: undefined }
    expect(peopleOf(team)).toEqual([
      { ...team, role: 'Lead worker', name: 'The lead worker', organisation: undefined, contact: undefined },
    ])
    const promised = { ...call, ...council, owner: 'Hillside Council', ownerReference: reference, requester: undefined }
    expect(commitmentsOf({ ...promised, ownerRole: 'Hillside team', cover: 'Hillside office' })).toEqual([
      { ...promised, owner: 'Name not shown', ownerRole: undefined, organisation: undefined, cover: undefined },
    ])
  })

  test('but is there if the whole name is written, whatever the reference', () => {
    const [person] = peopleOf({ ...adeyemi, organisation: 'Hillside Primary School, nursery unit' })
    expect(person).toMatchObject({ name: 'The lead worker', ...blank() })
  })
})

test('people, promises and agencies elsewhere stay as they are', () => {
  const elsewhere = { ...call, requester: 'Ms Price' }
  const familyHistory = { available: false, lastAsked: { of: 'North RAA', on: '2026-01-01' } }
  const contents: Contents = {
    people: { people: [price] },
    commitments: { commitments: [elsewhere] },
    'health-context': { familyHistory, prenatalAlcohol: undefined, facts: [] },
  }
  expect(withoutPlaces(contents, HIDDEN)).toEqual(contents)
})

describe('a text goes that names', () => {
  test.each<[name: string, text: string]>([
    ['Hillside Primary School', 'Moved to Hillside Primary School in May'],
    ['Hillside Primary School', 'Loves HILLSIDE’s library'],
    ['Hillside Primary School', 'Hill-side is big'],
    ['Hillside Primary School', 'Hillside\u00a0Primary\nSchool'],
    ['Hillside Primary School', 'Ｈｉｌｌｓｉｄｅ'],
    ['Hillside Primary School', 'see www.hillsideprimary.example'],
    ['Hillside Primary School (Northmoor)', 'Hillside'],
    ['Hillside, Northmoor', 'Hillside'],
    ['Hillside - Lower Site', 'Hillside'],
    ['The Hillside Academy', 'Hillside'],
    ["St Mary's C of E Primary School", 'at Saint Mary’s'],
    ["St Mary's C of E Primary School", 'at St Marys'],
    ['Saint Mary Catholic Nursery', 'St. Mary'],
    ['Sts Peter & Paul Church of England Academy', 'Sts Peter and Paul'],
    ['École Beaufort', 'ecole beaufort'],
    ['Ély Academy', 'Ely'],
    ['Oak Academy', 'the Oak'],
    ['Elm Tree Surgery', 'Elm Tree'],
    ['Elm Tree Medical Practice', 'Elm Tree'],
    ['Northmoor College', 'Northmoor'],
    ['Primary School', 'a primary school'],
  ])('%s: %j', (name, text) => {
    expect(strengthsOf(name, text, 'Kind')).toEqual(['Kind'])
  })

  test.each<[name: string, text: string]>([
    ['Hillside Primary School', 'Loves school'],
    ['Hillside Primary School', 'Was at a primary school by the sea'],
    ['Oak Academy', 'Likes a long soak'],
    ['The School', 'Loves school'],
    ['Primary School', 'Loves school'],
    ['', 'Kind'],
    ['', ''],
    [' – ', 'Kind'],
  ])('%s, and not %j', (name, text) => {
    expect(strengthsOf(name, text)).toEqual([text])
  })

  test('an organisation by its reference', () => {
    expect(strengthsOf('Hillside', 'Organization/h')).toEqual([])
  })
})

test('nothing in a record names the place, and all that can stay does', () => {
  const said = { saidOn: '2026-10-09', age: 10, helpedBy: undefined }
  const assessed = { by: undefined, on: undefined, formulation: undefined }
  const contents: Contents = {
    'about-me': {
      quotes: [
        { ...said, text: 'I like Hillside.' },
        { ...said, text: 'I like drums.', helpedBy: 'Hillside staff' },
        { ...said, text: 'I like maths.', helpedBy: 'Ms Okafor' },
        { ...said, text: 'I like art.', helpedBy: 'Ms Price' },
      ],
      facts: [{ label: 'Hillside', text: 'Choir' }],
    },
    strengths: { strengths: ['Choir at Hillside', 'Kind'] },
    'what-helps': { do: ['Hillside'], pleaseDont: ['Hillside', 'Shout'], triggers: ['The gate of Hillside'] },
    words: { addressAs: 'Hillside Sam', use: ['Hillside'], avoid: ['the past'] },
    needs: { needs: [{ code: 'trust', text: 'Hillside is loud', knowledge: 'confirmed' }] },
    assessment: {
      assessments: [
        { ...assessed, method: 'BPVS', by: 'Hillside Primary' },
        { ...assessed, method: 'SDQ', by: 'Ms Price', formulation: 'Seen at Hillside' },
      ],
    },
    'health-context': {
      familyHistory: { available: false, lastAsked: { of: 'Hillside', on: '2026-01-01' } },
      prenatalAlcohol: 'possible',
      facts: [{ label: 'Asthma', text: 'Inhaler at Hillside' }],
    },
    'education-context': { facts: [{ label: 'Pupil Premium Plus', text: 'Claimed by Hillside' }] },
    people: { people: [okafor, price] },
    'family-support': { facts: [{ label: 'Group', text: 'Tuesdays' }] },
    interventions: { facts: [{ label: 'Hillside', text: 'Daily' }] },
    plan: {
      plan: { type: 'Hillside plan', tier: 'Hillside', from: undefined, reviewOn: undefined, about: 'Hillside' },
    },
    commitments: { commitments: [meeting, call, { ...call, id: 'task-3', what: 'Visit Hillside' }] },
    outcomes: { goals: [{ text: 'Stays at Hillside', status: 'active', dueOn: undefined }] },
    arrangement: {
      arrangement: 'At Hillside',
      orderOn: undefined,
      responsible: [
        { name: 'Hillside Council', capacity: 'council' },
        { name: 'Jo Carter', capacity: 'adoptive parent' },
      ],
    },
  }
  const shown = withoutPlaces(contents, HIDDEN)
  expect(JSON.stringify(shown)).not.toMatch(/hillside|okafor|bello|organization\/h\b/i)
  const { people: _, commitments, ...rest } = shown
  expect(commitments?.commitments.map(({ id, what }) => [id, what])).toEqual([
    ['task-1', 'Meet every Monday'],
    ['task-2', 'Call the family'],
    ['task-3', 'Text not shown'],
  ])
  expect(rest).toEqual({
    'about-me': {
      quotes: [
        { ...said, text: 'I like drums.' },
        { ...said, text: 'I like maths.' },
        { ...said, text: 'I like art.', helpedBy: 'Ms Price' },
      ],
      facts: [],
    },
    strengths: { strengths: ['Kind'] },
    'what-helps': { do: [], pleaseDont: ['Shout'], triggers: [] },
    words: { addressAs: undefined, use: [], avoid: ['the past'] },
    needs: { needs: [{ code: 'trust', text: 'Text not shown', knowledge: 'confirmed' }] },
    assessment: { assessments: [{ ...assessed, method: 'BPVS' }] },
    'health-context': {
      familyHistory: { available: false, lastAsked: undefined },
      prenatalAlcohol: 'possible',
      facts: [],
    },
    'education-context': { facts: [] },
    'family-support': { facts: [{ label: 'Group', text: 'Tuesdays' }] },
    interventions: { facts: [] },
    plan: { plan: { type: 'Support plan', tier: undefined, from: undefined, reviewOn: undefined, about: undefined } },
    outcomes: { goals: [] },
    arrangement: {
      arrangement: undefined,
      orderOn: undefined,
      responsible: [
        { name: 'The council', capacity: 'council' },
        { name: 'Jo Carter', capacity: 'adoptive parent' },
      ],
    },
  })
})

test('a commitment keeps its row, whatever of it has to go', () => {
  const [one, ...others] = commitmentsOf({
    ...call,
    id: 'hillside-1',
    ownerReference: 'PractitionerRole/hillside-lead',
    organisationReference: 'Organization/hillside-council',
    what: 'Ring Hillside',
  })
  const gone = { id: 'not-shown-0', ownerReference: '', organisationReference: undefined, what: 'Text not shown' }
  expect(one).toMatchObject({ ...gone, owner: 'Ms Price', status: 'accepted', dueOn: '2026-12-01' })
  expect(others).toEqual([])
})

describe('somebody there is named', () => {
  test.each<[name: string, text: string]>([
    ['Chidi Okafor', 'Ask Ms Okafor'],
    ['Ms Okafor', 'Ask Chidi Okafor'],
    ['Ms Okafor', 'OKAFOR’s room'],
    ['Okafor, Chidi', 'Ask Ms Okafor'],
    ['Ms Okafor (SENCo)', 'Ask Ms Okafor'],
    ['Anna Okafor-Lee', 'Ms Okafor Lee'],
    ['Mr Lee', 'Write to k.lee@school.example'],
    ['Mr Wu', 'Ask Mr Wu'],
  ])('%s by %j', (name, text) => {
    expect(strengthsNaming({ people: [name] }, text)).toEqual([])
  })

  test.each<[name: string, text: string]>([
    ['Mr Lee', 'Feels at home in sleet'],
    ['Mr Wu', 'Ask Mrs Wu'],
    ['Form teacher', 'Likes his teacher'],
    ['Little Surgery', 'Brave at the surgery'],
    ['', 'Kind'],
  ])('%s, and not by %j', (name, text) => {
    expect(strengthsNaming({ people: [name] }, text)).toEqual([text])
  })
})

describe('a way to reach the place is told', () => {
  test.each<[contact: string, text: string]>([
    ['01632 960 101', 'Ring 01632960101'],
    ['01632 960 101', 'Ring +44 (0)1632 960-101'],
    ['+44 1632 960101', 'Ring (01632) 960 101 at noon'],
    ['office@hps.example', 'Write to head@HPS.example.'],
    ['office@hps.example', 'See www.hps.example/news'],
    ['https://www.hps.example/contact', 'head@hps.example'],
    ['www.hps.example', 'head@mail.hps.example'],
  ])('%s by %j', (contact, text) => {
    expect(strengthsNaming({ contacts: [contact] }, text)).toEqual([])
  })

  test.each<[contact: string, text: string]>([
    ['01632 960 101', 'Ring 01632 960 102'],
    ['ext 204', 'Has 204 marbles'],
    ['office@hps.example', 'ships.hpsx.example'],
    ['office@hps.example', 'ahps.example'],
    ['', 'Kind'],
  ])('%s, and not by %j', (contact, text) => {
    expect(strengthsNaming({ contacts: [contact] }, text)).toEqual([text])
  })
})

test('what was not granted does not appear, and nothing hidden changes nothing', () => {
  expect(withoutPlaces({}, HIDDEN)).toEqual({})
  const contents: Contents = { people: { people: [okafor] }, commitments: { commitments: [meeting, call] } }
  expect(withoutPlaces(contents, { organisations: [], people: [], contacts: [] })).toEqual(contents)
})

test('the record handed in stays as it was', () => {
  const contents: Contents = { people: { people: [okafor] }, commitments: { commitments: [meeting] } }
  const before = structuredClone(contents)
  withoutPlaces(contents, HIDDEN)
  expect(contents).toEqual(before)
})

function blank() {
  return { organisation: undefined, organisationReference: undefined, contact: undefined }
}

function nowhere() {
  return { organisation: undefined, organisationReference: undefined }
}

function peopleOf(...people: NamedPerson[]): NamedPerson[] {
  return withoutPlaces({ people: { people } }, HIDDEN).people?.people ?? []
}

function commitmentsOf(...commitments: Commitment[]): Commitment[] {
  return withoutPlaces({ commitments: { commitments } }, HIDDEN).commitments?.commitments ?? []
}

function strengthsOf(name: string, ...strengths: string[]): string[] {
  const hidden = { organisations: [{ reference: 'Organization/h', name }], people: [], contacts: [] }
  return withoutPlaces({ strengths: { strengths } }, hidden).strengths?.strengths ?? []
}

function strengthsNaming(hidden: { people?: string[]; contacts?: string[] }, text: string): string[] {
  const places = { organisations: [], people: [], contacts: [], ...hidden }
  return withoutPlaces({ strengths: { strengths: [text] } }, places).strengths?.strengths ?? []
}
