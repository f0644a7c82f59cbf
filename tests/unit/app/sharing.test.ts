import { describe, expect, test } from 'vitest'
import { SYSTEM } from '../../../src/consent/concepts.ts'
import { CODE_SYSTEM } from '../../../src/record/code-systems.ts'
import type { Recipient } from '../../../src/record/sharing.ts'
import { AUDIENCES } from '../../../src/record/viewer.ts'
import { arrive, arriveWhole, family, find, NAMES, type Resource, textsIn, VIEWER } from './arrive.ts'

const HILLSIDE = 'Hillside Primary School'
const LARKFIELD = 'Larkfield Academy'
const LAST_DAY = Date.parse('2026-12-18T23:59:59.999Z')
const FIRST_DAY = Date.parse('2027-01-04T00:00:00Z')

type Who = keyof typeof VIEWER

/** Every sharing page there is among the families. */
const PAGES = NAMES.flatMap((name) =>
  (Object.keys(VIEWER) as Who[]).flatMap((who) => {
    const ingested = arrive(family(name), VIEWER[who])
    return ingested.kind === 'record' ? [{ name, who, viewer: VIEWER[who], ...ingested }] : []
  }),
)
const pagesOf = (...audiences: string[]) => PAGES.filter(({ viewer }) => audiences.includes(viewer.audience))
const sharingOf = (name: string, who: Who) => arriveWhole(family(name), VIEWER[who]).cover.sharing
const show = ({ who, organisation }: Recipient) => `${who}${organisation ? ` at ${organisation}` : ''}`

describe('a class teacher', () => {
  test.each(pagesOf('class-teacher'))(
    '$who learns of $name’s sharing their own part and what another school’s begins or ends with',
    ({ cover }) => {
      const { recipients } = cover.sharing
      expect(recipients.filter(({ isViewer }) => isViewer)).not.toEqual([])
      for (const { isViewer, school, sections } of recipients) {
        expect(isViewer || school === 'other').toBe(true)
        if (!isViewer) expect(sections).toEqual([])
      }
    },
  )

  test.each(pagesOf('class-teacher'))(
    '$who is not told who agreed to $name’s, nor who keeps the record',
    ({ name, cover }) => {
      const raw = family(name)
      const relatives = raw.filter(({ resourceType }) => resourceType === 'RelatedPerson').map(nameOf)
      const controllers = raw
        .filter(({ resourceType }) => resourceType === 'Consent')
        .flatMap(({ organization }) => textsIn(organization))
        .map((reference) => find(raw, 'Organization', reference.split('/')[1]).name)
      expect(controllers.length).toBeGreaterThan(0)
      const said = textsIn(cover)
      for (const hidden of [...relatives, ...controllers]) {
        expect(said.filter((text) => text.includes(String(hidden)))).toEqual([])
      }
      expect(cover.sharing.controller).toMatchObject({ name: '', contact: undefined })
      expect(cover.sharing.agreements.map(({ by }) => by)).toEqual(cover.sharing.agreements.map(() => cover.agreedBy))
    },
  )

  test('is told on what footing the record is kept, whoever keeps it', () => {
    expect(sharingOf('sam', 'khan').controller?.basis).toMatchObject({ article6: 'public-task' })
  })
})

describe('a GP', () => {
  test.each(pagesOf('gp'))('learns of $name’s sharing their own part alone', ({ cover }) => {
    const { recipients } = cover.sharing
    expect(recipients.length).toBeGreaterThan(0)
    expect(recipients.every(({ isViewer }) => isViewer)).toBe(true)
  })

  test('is told who agreed and who keeps the record, with a number to ring', () => {
    expect(sharingOf('sam', 'shah')).toMatchObject({
      agreements: [{ by: 'Jo and Ali Carter (adoptive parents)', on: '2026-09-01' }],
      controller: { name: 'North RAA', contact: '01632 960 105', basis: { article9: 'health-or-social-care' } },
    })
  })

  test('is told that somebody agreed for themself by their name', () => {
    expect(sharingOf('hannah', 'shah').agreements.map(({ by }) => by)).toEqual(['Hannah Vale'])
  })
})

describe('a school', () => {
  test.each(pagesOf('designated-teacher', 'senco'))(
    '$who learns of $name’s sharing what schools see, and nobody else',
    ({ cover }) => {
      for (const { school } of cover.sharing.recipients) expect(['own', 'other']).toContain(school)
    },
  )

  test('learns who there sees what, and what a school the child goes to will', () => {
    expect(sharingOf('jay', 'okafor').recipients.map(show)).toEqual([
      `designated teacher at ${HILLSIDE}`,
      `class teacher at ${HILLSIDE}`,
      `SENCo at ${HILLSIDE}`,
      `designated teacher at ${LARKFIELD}`,
      `class teacher at ${LARKFIELD}`,
    ])
  })

  test('is not told that one of its own was refused by name', () => {
    expect(JSON.stringify(sharingOf('kofi', 'okafor'))).not.toContain('Dean')
  })
})

describe('those who work with the family', () => {
  test.each<[child: string, who: Who]>([
    ['jay', 'price'],
    ['jay', 'adeyemi'],
    ['kofi', 'grant'],
    ['theo', 'adeyemi'],
  ])('of %s, %s learns everybody who is named and sees anything', (name, who) => {
    const { recipients } = sharingOf(name, who)
    const named = permitsIn(family(name)).map(({ audience, at }) => `${audience} ${at}`)
    expect(recipients).toHaveLength(new Set(named).size)
    expect(recipients.filter(({ isViewer }) => isViewer)).toHaveLength(1)
    const audiences = named.map((one) => AUDIENCES[one.split(' ')[0] as keyof typeof AUDIENCES])
    for (const audience of audiences) expect(recipients.some((one) => one.who.includes(audience))).toBe(true)
  })

  test('somebody named in person is shown by name', () => {
    expect(sharingOf('jay', 'adeyemi').recipients.map(show)).toContain('Ms Price, lead worker at North RAA')
  })
})

describe('what each is told is true', () => {
  test.each(PAGES)('$who may see of $name what the page says', ({ cover, contents }) => {
    const own = cover.sharing.recipients.filter(({ isViewer }) => isViewer).flatMap(({ sections }) => sections)
    const underDuty = cover.sharing.duties.flatMap(({ sections }) => sections)
    expect([...new Set([...own, ...underDuty])].sort()).toEqual(Object.keys(contents).sort())
  })

  test('of the others too', () => {
    const { recipients } = sharingOf('jay', 'price')
    for (const [who, viewer] of Object.entries(VIEWER)) {
      const label = `${AUDIENCES[viewer.audience]} at ${viewer.organisationName}`
      const row = recipients.find((one) => show(one) === label)
      if (row) expect(row.sections, who).toEqual(Object.keys(arriveWhole(family('jay'), viewer).contents))
    }
  })
})

test('somebody who was refused by name is not told what others in their school see', () => {
  const raw = family('sam')
  const { provision } = find(raw, 'Consent').provision as { provision: object[] }
  const actor = [
    {
      role: { coding: [{ code: 'IRCP', system: SYSTEM.participation }] },
      reference: { reference: 'Practitioner/khan' },
    },
  ]
  provision.push({ type: 'deny', actor, code: [{ coding: [{ system: CODE_SYSTEM.section, code: 'needs' }] }] })
  const { cover, contents } = arriveWhole(raw, VIEWER.khan)
  expect(contents).not.toHaveProperty('needs')
  expect(JSON.stringify(cover.sharing)).not.toContain('"needs"')
  expect(JSON.stringify(arriveWhole(raw, VIEWER.okafor).cover.sharing)).toContain('"needs"')
})

test('whose permission another agreement refuses did not agree to what is seen', () => {
  const raw = family('sam')
  const [jo, ali] = ['RelatedPerson/sam-jo', 'RelatedPerson/sam-ali'].map((reference) => ({ reference }))
  const first = find(raw, 'Consent')
  first.performer = [jo]
  const health = [{ coding: [{ system: CODE_SYSTEM.section, code: 'health-context' }] }]
  const [, , , practice] = (first.provision as { provision: { actor: object[] }[] }).provision
  const alone = { type: 'permit', actor: practice?.actor, code: health }
  const provision = first.provision as { provision: object[] }
  const root = { ...provision, provision: [alone] }
  raw.push({ ...first, id: 'second', performer: [ali], provision: root } as Resource)
  expect(arriveWhole(raw, VIEWER.shah).cover.agreedBy).toMatch(/^Jo and Ali/)
  provision.provision.push({ type: 'deny', actor: practice?.actor, code: health })
  expect(arriveWhole(raw, VIEWER.shah).cover.agreedBy).toBe('Jo Carter (adoptive parent)')
})

test('what is disclosed under duty is not told as agreed', () => {
  const { recipients, duties } = sharingOf('isla', 'grant')
  expect(duties).toEqual([])
  const teacher = recipients.find(({ who }) => who === 'Ms Okafor, designated teacher')
  expect(teacher?.sections.length).toBeGreaterThan(0)
  expect(teacher?.sections).not.toContain('needs')
})

test('a class teacher is not told for how long a record is kept in words that name status', () => {
  const raw = family('sam')
  const raa = find(raw, 'Organization', 'north-raa')
  raa.extension = JSON.parse(
    JSON.stringify(raa.extension).replace(/six years[^"]*/, '100 years after the adoption order'),
  )
  expect(arriveWhole(raw, VIEWER.shah).cover.sharing.controller?.basis?.keptUntil).toMatch(/adoption order/)
  expect(arriveWhole(raw, VIEWER.khan).cover.sharing.controller?.basis?.keptUntil).toBeUndefined()
})

describe('a move from one school to another shows both dates', () => {
  test.each<Who>(['khan', 'tran', 'okafor', 'bello', 'price', 'adeyemi'])('to %s', (who) => {
    const { recipients } = sharingOf('jay', who)
    const at = (place: string) => recipients.filter(({ organisation }) => organisation === place)
    expect(new Set(at(HILLSIDE).map(({ untilMs }) => untilMs))).toEqual(new Set([LAST_DAY]))
    expect(new Set(at(LARKFIELD).map(({ fromMs }) => fromMs))).toEqual(new Set([FIRST_DAY]))
  })

  test('and each school’s boxes open in its own time', () => {
    const at = (who: Who, atMs: number) => {
      const { cover } = arriveWhole(family('jay'), VIEWER[who])
      const intervals = Object.values(cover.timelines).flat(2)
      return new Set(
        intervals.filter(({ fromMs, untilMs }) => fromMs <= atMs && atMs <= untilMs).map(({ kind }) => kind),
      )
    }
    expect([at('okafor', LAST_DAY), at('bello', LAST_DAY)]).toEqual([new Set(['allow']), new Set(['not-covered'])])
    expect([at('okafor', FIRST_DAY), at('bello', FIRST_DAY)]).toEqual([new Set(['not-covered']), new Set(['allow'])])
  })
})

function nameOf(person: Resource): string {
  return textsIn(person.name)
    .join(' ')
    .replace(/^usual /, '')
}

/** Whom the agreement names beneath its root, as the Consent says it. */
function permitsIn(raw: Resource[]): { audience: string; at: string }[] {
  const { provision = [] } = find(raw, 'Consent').provision as { provision?: { type: string; actor: object[] }[] }
  return provision
    .filter(({ type }) => type === 'permit')
    .flatMap(({ actor }) =>
      (actor as { role: { coding: { code: string }[] }; reference: { reference: string } }[]).map((one) => ({
        audience: one.role.coding[0]?.code ?? '',
        at: one.reference.reference,
      })),
    )
}
