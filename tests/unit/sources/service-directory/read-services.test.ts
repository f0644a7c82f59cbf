import { describe, expect, test } from 'vitest'
import { practiceDirectory } from '../../../../src/practice/families/index.ts'
import { SERVICE_KINDS, type Service } from '../../../../src/record/services.ts'
import { readServices } from '../../../../src/sources/service-directory/read-services.ts'
import { hub } from './feed.ts'

function readOne(changes: object): Service {
  const [service, ...others] = readServices([hub('1', changes)])
  if (!service || others.length > 0) throw new Error('not one service')
  return service
}

const NOTHING_SAID = {
  id: '1',
  kind: 'family-hub',
  name: 'Family Hub 1',
  organisation: undefined,
  about: undefined,
  whoFor: undefined,
  ages: { from: undefined, until: undefined },
  area: undefined,
  cost: undefined,
  phone: undefined,
  email: undefined,
  web: 'https://hub.example.org/',
  assuredOn: undefined,
}

test('reads all that a service may say of itself', () => {
  const whole = {
    id: 'ac148810-d857-441c-9679-408f346de14b',
    name: 'Eastgate Family Hub',
    description: 'Stay and play.',
    url: 'https://eastgate.example.org/hub',
    email: 'hub@example.org',
    status: 'active',
    eligibility_description: 'Any family',
    minimum_age: 0,
    maximum_age: 19,
    assured_date: '2026-06-24',
    last_modified: '2026-08-01T10:30:45.123Z',
    organization: { id: 'o', name: 'Northmoor Council', description: '' },
    phones: [{ id: 'p', number: '01632 960 201', extension: 12 }],
    service_areas: [{ id: 'a', name: 'Eastgate' }],
    cost_options: [{ id: 'c', option: 'Under fives', amount: 2.5, currency: 'GBP', amount_description: 'a visit' }],
    attributes: [{ id: 't', link_type: 'taxonomy', taxonomy_term: { id: 'x', name: 'Families' } }],
  }
  expect(readServices([whole])).toEqual([
    {
      id: 'ac148810-d857-441c-9679-408f346de14b',
      kind: 'family-hub',
      name: 'Eastgate Family Hub',
      organisation: 'Northmoor Council',
      about: 'Stay and play.',
      whoFor: 'Any family',
      ages: { from: undefined, until: 19 },
      area: 'Eastgate',
      cost: 'Under fives £2.50 a visit',
      phone: '01632 960 201 ext 12',
      email: 'hub@example.org',
      web: 'https://eastgate.example.org/hub',
      assuredOn: '2026-06-24',
    },
  ])
})

test('what a list leaves out is not known, and costs nobody the rest', () => {
  expect(readOne({})).toEqual(NOTHING_SAID)
})

test.each([
  [
    'null for all of it',
    { description: null, url: null, email: null, phones: null, organization: null, attributes: null },
  ],
  [
    'other kinds of value',
    { description: 7, url: {}, email: [], minimum_age: 'ten', phones: 'none', cost_options: [7] },
  ],
  [
    'lists of nothing',
    { phones: [null], contacts: [[]], service_areas: [{}], service_at_locations: [{ location: 1 }] },
  ],
])('%s reads as left out', (_, changes) => {
  expect(readOne({ url: 'https://hub.example.org/', ...changes })).toEqual({
    ...NOTHING_SAID,
    web: 'url' in changes ? undefined : NOTHING_SAID.web,
  })
})

test('one that is broken is left out alone', () => {
  const broken = [
    null,
    7,
    'text',
    [],
    {},
    { id: 'x' },
    { name: 'Family Hub' },
    { id: {}, name: 'Family Hub' },
    { id: '1', name: ' ' },
  ]
  const read = readServices([...broken, hub('2'), ...broken, hub('3')])
  expect(read.map(({ id }) => id)).toEqual(['2', '3'])
})

test.each([
  ['active', 1],
  [' Active ', 1],
  [undefined, 1],
  [null, 1],
  ['', 1],
  ['inactive', 0],
  ['defunct', 0],
  ['temporarily closed', 0],
  ['temporarily_closed', 0],
])('a service whose status is %j is there %i time', (status, times) => {
  expect(readServices([hub('1', { status })])).toHaveLength(times)
})

describe('text', () => {
  test.each([
    ['<p>Open <b>daily</b>.</p><p>Come in</p>', 'Open daily . Come in'],
    ['Tom &amp; Jo&rsquo;s&nbsp;place &#8211; tea', 'Tom & Jo&rsquo;s place – tea'],
    ['&lt;p&gt;Escaped once&lt;/p&gt;', 'Escaped once'],
    ['&amp;lt;p&amp;gt;Escaped twice&amp;lt;/p&amp;gt;', 'Escaped twice'],
    ['Hello<script>alert(1)</script> there', 'Hello there'],
    ['Hello<script>alert(1)', 'Hello'],
    ['&lt;script&gt;alert(1)&lt;/script&gt;', undefined],
    ['<style>p { color: red }</style>Hello<!-- not this -->', 'Hello'],
    ['<img src=x onerror=alert(1)>', undefined],
    ['<svg/onload=alert(1)>Hello', 'Hello'],
    ['5 < 7 and 9 > 8', '5 < 7 and 9 > 8'],
    ['one\u0000\u202e\n\ttwo \ud800', 'one two'],
    ['&#0;&#x110000;&#99999999;x', '&#x110000;&#99999999;x'],
    ['   ', undefined],
    ['a'.repeat(401), `${'a'.repeat(200)}…`],
    [`${'word '.repeat(100)}`, `${'word '.repeat(80).trim()}…`],
  ])('%j is %j', (description, about) => {
    expect(readOne({ description }).about).toBe(about)
  })

  test('of two million characters made to be slow is read at once', () => {
    for (const nasty of ['<a', '<script', '<!--', '&lt;', '<script></', '&amp;']) {
      const beganMs = performance.now()
      readOne({ description: nasty.repeat(2_000_000 / nasty.length) })
      expect(performance.now() - beganMs).toBeLessThan(500)
    }
  })

  test('is cut in every place', () => {
    const long = 'long words '.repeat(5_000)
    const service = readOne({
      name: `Family Hub ${long}`,
      description: long,
      eligibility_description: long,
      organization: { name: long },
      service_areas: [{ name: long }],
      fees_description: long,
    })
    for (const text of Object.values(service)) {
      if (typeof text === 'string') expect(text.length).toBeLessThanOrEqual(401)
    }
  })
})

describe('ways to reach it', () => {
  test.each([
    ['https://hub.example.org/a?b=c', 'https://hub.example.org/a?b=c'],
    ['http://hub.example.org', 'http://hub.example.org/'],
    [' HTTPS://Hub.Example.org ', 'https://hub.example.org/'],
    ['javascript:alert(1)', undefined],
    ['java\nscript:alert(1)', undefined],
    ['data:text/html,<script>alert(1)</script>', undefined],
    ['file:///etc/passwd', undefined],
    ['vbscript:x', undefined],
    ['//hub.example.org', undefined],
    ['hub.example.org', undefined],
    ['https://name:word@hub.example.org', undefined],
    ['https://router/', undefined],
    ['https:\\\\hub.example.org', undefined],
    [`https://hub.example.org/${'x'.repeat(600)}`, undefined],
  ])('the web address %j is %j', (url, web) => {
    expect(readOne({ url }).web).toBe(web)
  })

  test('the organisation’s web address will do', () => {
    expect(readOne({ url: 'javascript:alert(1)', organization: { website: 'https://o.example.org/' } }).web).toBe(
      'https://o.example.org/',
    )
  })

  test.each([
    ['hub@example.org', 'hub@example.org'],
    ['mailto:hub@example.org', 'hub@example.org'],
    ['hub@example.org?subject=x', undefined],
    ['hub@example.org, other@example.org', undefined],
    ['javascript:alert(1)', undefined],
    ['not an address', undefined],
  ])('the e-mail address %j is %j', (email, expected) => {
    expect(readOne({ email }).email).toBe(expected)
  })

  test.each([
    ['01632 960 201', '01632 960 201'],
    ['+44 (0)1632 960201', '+44 (0)1632 960201'],
    ['111', '111'],
    ['tel:01632960201', undefined],
    ['Ring <b>us</b>', undefined],
    ['()()() - -', undefined],
  ])('the telephone number %j is %j', (number, phone) => {
    expect(readOne({ phones: [{ number }] }).phone).toBe(phone)
  })

  test('those of a contact will do', () => {
    const contacts = [{ email: 'jo@example.org', phones: [{ number: '01632 960 999' }] }]
    expect(readOne({ contacts })).toMatchObject({ email: 'jo@example.org', phone: '01632 960 999' })
  })
})

test.each([
  [0, 19, undefined, 19],
  ['11', '18.5', 11, 18],
  [16, 120, 16, undefined],
  [0, 0, undefined, undefined],
  [18, 5, undefined, undefined],
  [-3, 5, undefined, 5],
  ['ten', null, undefined, undefined],
])('from %j to %j is from %j to %j', (minimum_age, maximum_age, from, until) => {
  expect(readOne({ minimum_age, maximum_age }).ages).toEqual({ from, until })
})

test.each<[object, string | undefined]>([
  [{ cost_options: [{ amount: 0 }] }, 'free'],
  [
    {
      cost_options: [
        { amount: 35, amount_description: 'an hour' },
        { option: 'Carers', amount: 0 },
      ],
    },
    '£35 an hour; Carers free',
  ],
  [{ cost_options: [{ amount: 20, currency: 'EUR' }] }, '20 EUR'],
  [{ fees_description: 'By <i>donation</i>' }, 'By donation'],
  [{ fees: 'Ask' }, 'Ask'],
  [{ cost_options: [{}] }, undefined],
])('the cost of %j is %j', (changes, cost) => {
  expect(readOne(changes).cost).toBe(cost)
})

test.each([
  ['2026-06-24', '2026-06-24'],
  ['2026-06-24T10:00:00Z', '2026-06-24'],
  ['24/06/2026', undefined],
  ['2026-02-30', undefined],
  ['2026', undefined],
])('a service assured on %j was so on %j', (assured_date, assuredOn) => {
  expect(readOne({ assured_date }).assuredOn).toBe(assuredOn)
})

describe('the made-up council’s list', () => {
  const { services } = practiceDirectory(2026)
  const read = readServices(services)

  test('has something of every kind, and leaves out what is closed or of none', () => {
    expect(new Set(read.map(({ kind }) => kind))).toEqual(new Set(Object.keys(SERVICE_KINDS)))
    expect(services.length - read.length).toBe(2)
    expect(read.map(({ name }) => name)).not.toContain('Garden waste')
  })

  test('says of each who it is by, what it is and where, and reaches nobody real', () => {
    for (const { organisation, about, area, web, email, phone } of read) {
      expect(organisation && about && area).toBeTruthy()
      expect(about).not.toMatch(/[<>]|&amp;/)
      expect(new URL(web ?? '').hostname).toMatch(/\.northmoor\.example\.org$/)
      expect(email ?? '@example.org').toMatch(/example\.org$/)
      expect(phone ?? '01632 960 000').toMatch(/^01632 960 \d{3}$/)
    }
  })

  test('was assured in the summer before any school year', () => {
    const days = readServices(practiceDirectory(2031).services).flatMap(({ assuredOn }) => assuredOn ?? [])
    for (const day of days) expect(day).toMatch(/^2031-0[4-8]-/)
  })
})
