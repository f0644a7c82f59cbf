import { describe, expect, test } from 'vitest'
import { isEverShown, type Timeline } from '../../../src/consent/compile.ts'
import { FIRST_MS, LAST_MS } from '../../../src/core/time.ts'
import { CODE_SYSTEM } from '../../../src/record/code-systems.ts'
import type { SectionCode } from '../../../src/record/sections.ts'
import type { Viewer } from '../../../src/record/viewer.ts'
import { arrive, arriveWhole, family, find, NAMES, NOW, type Resource, textsIn, VIEWER } from './arrive.ts'

const KEPT = NAMES.flatMap((name) =>
  Object.entries(VIEWER).map(([who, viewer]) => ({ name, who, ingested: arrive(family(name), viewer) })),
)
const RECORDS = KEPT.flatMap(({ name, who, ingested }) =>
  ingested.kind === 'record' ? [{ name, who, cover: ingested.cover, contents: ingested.contents }] : [],
)

describe('the boxes of a record', () => {
  test('are as many in each section as its timelines, and each may be opened at some time from now on', () => {
    for (const { name, who, cover, contents } of RECORDS) {
      expect(Object.keys(contents), `${name} ${who}`).toEqual(Object.keys(cover.timelines))
      for (const [section, timelines] of Object.entries(cover.timelines)) {
        expect(contents[section as SectionCode], `${name} ${who} ${section}`).toHaveLength(timelines.length)
        expect(timelines.every((timeline) => isEverShown(timeline, NOW))).toBe(true)
        for (const timeline of timelines) {
          const ends = timeline.map(({ untilMs }) => untilMs)
          expect(timeline.map(({ fromMs }) => fromMs)).toEqual([FIRST_MS, ...ends.slice(0, -1).map((end) => end + 1)])
          expect(ends.at(-1)).toBe(LAST_MS)
        }
      }
    }
    expect(RECORDS.length).toBeGreaterThan(60)
  })

  test('hold nothing of a section that is not kept, and neither does the cover', () => {
    for (const { name, who, ingested } of KEPT) {
      const all = JSON.stringify(ingested)
      const kept = ingested.kind === 'record' ? Object.keys(ingested.contents) : []
      for (const sentence of sentencesOutside(family(name), kept)) expect(all, `${name} ${who}`).not.toContain(sentence)
    }
    expect(sentencesOutside(family('sam'), ['words']).length).toBeGreaterThan(20)
  })
})

describe('what has another fate than the rest of its section', () => {
  const [NIGHTS, TIME] = ['wet beds are his own business', 'Keeping track of time and belongings']
  const needsIn = (raw: Resource[], viewer: Viewer) => {
    const { cover, contents } = arriveWhole(raw, viewer)
    const timelines = cover.timelines.needs ?? []
    return (contents.needs ?? []).map(({ needs }, box) => ({
      needs: needs.map(({ text }) => text),
      fates: timelines[box]?.map(({ kind }) => kind),
    }))
  }

  test('is not kept for whom it is refused, nor any word of it, while the rest is', () => {
    for (const viewer of [VIEWER.okafor, VIEWER.khan]) {
      const all = JSON.stringify(arriveWhole(family('kofi'), viewer))
      expect(all).not.toContain(NIGHTS)
      expect(all).toContain(TIME)
      expect(arriveWhole(family('kofi'), viewer).cover.withholds).toBe(true)
    }
  })

  test('is kept for whom it is not refused', () => {
    const [box, ...others] = needsIn(family('kofi'), VIEWER.shah)
    expect(box?.needs).toEqual([expect.stringContaining(TIME), expect.any(String), expect.stringContaining(NIGHTS)])
    expect(others).toEqual([])
  })

  test('lies in a box of its own, that opens in its own time', () => {
    const raw = family('kofi')
    const { provision } = find(raw, 'Consent').provision as {
      provision: { securityLabel?: object[]; period?: object }[]
    }
    Object.assign(provision.find(({ securityLabel }) => securityLabel) ?? {}, { period: { end: '2026-12-31' } })
    const [now, later, ...others] = needsIn(raw, VIEWER.okafor)
    expect(now?.needs.join()).toContain(TIME)
    expect(now?.needs.join()).not.toContain(NIGHTS)
    expect(later?.needs).toEqual([expect.stringContaining(NIGHTS)])
    expect(later?.fates).toEqual(['not-covered', 'withheld', 'allow', 'not-covered'])
    expect(others).toEqual([])
    const timelines = arriveWhole(raw, VIEWER.okafor).cover.timelines.needs ?? []
    expect(atNow(timelines[0])).toMatchObject({ kind: 'allow' })
    expect(atNow(timelines[1])).toMatchObject({ kind: 'withheld' })
  })

  test('is dropped when its time is over, though the rest of the section goes on', () => {
    const raw = family('kofi')
    const { provision } = find(raw, 'Consent').provision as {
      provision: { securityLabel?: object[]; period?: object }[]
    }
    Object.assign(provision.find(({ securityLabel }) => securityLabel) ?? {}, { period: { start: '2026-10-01' } })
    expect(JSON.stringify(arriveWhole(raw, VIEWER.okafor))).not.toContain(NIGHTS)
  })
})

describe('what is disclosed under duty', () => {
  test('lies in a box of its own, from the day it is disclosed to the day that ends', () => {
    const { cover, contents } = arriveWhole(family('isla'), VIEWER.okafor)
    const [box, ...others] = contents.needs ?? []
    expect(box?.needs.map(({ text }) => text)).toEqual([
      'When she is frightened she runs, and does not look for cars',
      'New places are hard',
    ])
    expect(others).toEqual([])
    expect(cover.timelines.needs?.[0]?.filter(({ kind }) => kind === 'under-duty')).toEqual([
      {
        fromMs: Date.parse('2026-11-12T00:00:00Z'),
        untilMs: Date.parse('2027-02-12T23:59:59.999Z'),
        kind: 'under-duty',
        reason: 'under-duty',
      },
    ])
    expect(cover.timelines.needs?.flat().some(({ kind }) => kind === 'allow')).toBe(false)
    expect(cover.timelines.plan?.flat().some(({ kind }) => kind === 'under-duty')).toBe(false)
    expect(cover.sharing.duties).toMatchObject([
      {
        by: 'Northmoor Council',
        on: '2026-11-12',
        sections: ['needs'],
        untilMs: Date.parse('2027-02-12T23:59:59.999Z'),
      },
    ])
  })

  test.each(['khan', 'dean', 'bello'] as const)('is nothing to %s', (who) => {
    const all = JSON.stringify(arrive(family('isla'), VIEWER[who]))
    expect(all).not.toMatch(/does not look for cars|ran out of the gate|under-duty/)
  })

  test('names its pieces: one written later goes with it for nobody', () => {
    const raw = family('isla')
    const [need] = raw.filter(({ resourceType }) => resourceType === 'Condition')
    raw.push({ ...(need as Resource), id: 'later', code: { text: 'Written after the disclosure' } })
    const sections = find(raw, 'Composition').section as { code: { coding: { code: string }[] }; entry: object[] }[]
    sections.find(({ code }) => code.coding[0]?.code === 'needs')?.entry.push({ reference: 'Condition/later' })
    expect(JSON.stringify(arriveWhole(raw, VIEWER.okafor))).not.toContain('Written after')
    expect(JSON.stringify(arriveWhole(raw, VIEWER.shah))).toContain('Written after')
  })

  test('is dropped when it has ended', () => {
    const ingested = arriveWhole(family('isla'), VIEWER.okafor, Date.parse('2027-02-13T00:00:00Z'))
    expect(ingested.contents).not.toHaveProperty('needs')
    expect(ingested.cover.sharing.duties).toEqual([])
  })
})

describe('an agreement that somebody has to look at', () => {
  test.each(['khan', 'okafor', 'shah', 'grant'] as const)(
    'shares nothing of Dina with %s, and says that it might',
    (who) => {
      expect(arrive(family('dina'), VIEWER[who])).toEqual({ kind: 'nothing', needsCheck: true })
    },
  )

  test.each(['adeyemi', 'price', 'bello'] as const)('is no business of %s, whom it does not name', (who) => {
    expect(arrive(family('dina'), VIEWER[who])).toEqual({ kind: 'nothing', needsCheck: false })
  })

  test('as to health shares nothing of Zara’s health with the GP, says why, and shares the rest', () => {
    const { cover, contents } = arriveWhole(family('zara'), VIEWER.shah)
    expect(Object.keys(contents)).toEqual(['words', 'needs', 'people', 'commitments', 'arrangement'])
    expect(cover.sharing.needsCheck).toEqual(['objection'])
    expect(cover.withholds).toBe(true)
    expect(JSON.stringify([cover, contents])).not.toMatch(/Grommets|worn out by noise|Does not want/)
  })

  test('says nothing of why to a class teacher', () => {
    const raw = family('zara')
    const { provision } = find(raw, 'Consent').provision as { provision: { code: object[] }[] }
    const [teacher, designated] = provision
    teacher?.code.push(...(designated?.code ?? [])) // assessment too, which the objection is about
    expect(arriveWhole(raw, VIEWER.khan).contents).not.toHaveProperty('assessment')
    expect(arriveWhole(raw, VIEWER.khan).cover.sharing.needsCheck).toEqual([])
    expect(arriveWhole(raw, VIEWER.okafor).cover.sharing.needsCheck).toEqual(['objection'])
  })
})

describe('where a child is to be found, when that is hidden', () => {
  const SCHOOL = /hillside|khan|okafor|mr lee\b|\/lee\b|ext 204/i
  const PRACTICE = /bridge.street|shah|amin|ext 12\b/i

  test.each(['adeyemi', 'shah', 'price'] as const)(
    'is in nothing that %s keeps: neither the school nor who works there',
    (who) => {
      const { cover, contents } = arriveWhole(family('ada'), VIEWER[who])
      expect(textsIn([cover, contents]).filter((text) => SCHOOL.test(text))).toEqual([])
      expect(contents.people?.flatMap(({ people }) => people.map(({ role }) => role))).toContain('Designated teacher')
    },
  )

  const OKAFOR = { reference: 'PractitionerRole/okafor' }
  const HILLSIDE = { reference: 'Organization/hillside' }
  test.each<[string, (raw: Resource[]) => void]>([
    ['who asked', (raw) => (find(raw, 'Task').requester = OKAFOR)],
    ['what the plan says', (raw) => (find(raw, 'CarePlan').description = 'If it slips, ring Ms Okafor')],
    ['who was last asked', (raw) => (find(raw, 'Observation', 'ada-health-context-2').performer = [OKAFOR])],
    ['who keeps the record', (raw) => (find(raw, 'Consent').organization = [HILLSIDE])],
    ['who else agreed', (raw) => (find(raw, 'Consent').performer as object[]).push(HILLSIDE)],
  ])('is not given away by %s', (_, change) => {
    const raw = family('ada')
    change(raw)
    for (const who of ['adeyemi', 'shah', 'price'] as const) {
      const { cover, contents } = arriveWhole(raw, VIEWER[who])
      expect(textsIn([cover, contents]).filter((text) => SCHOOL.test(text))).toEqual([])
    }
  })

  test.each(['adeyemi', 'okafor', 'khan', 'price'] as const)('nor the practice, in what %s keeps', (who) => {
    const { cover, contents } = arriveWhole(family('ada'), VIEWER[who])
    expect(textsIn([cover, contents]).filter((text) => PRACTICE.test(text))).toEqual([])
  })

  test.each(['okafor', 'khan'] as const)('is no secret to %s, who sees the child every day', (who) => {
    const { cover, contents } = arriveWhole(family('ada'), VIEWER[who])
    expect(JSON.stringify(cover.sharing.recipients)).toMatch(SCHOOL)
    expect(JSON.stringify(contents.people)).toMatch(SCHOOL)
  })

  test('and is in it all for the same people when it is not hidden', () => {
    const raw = family('ada')
    find(raw, 'Patient').meta = undefined
    for (const who of ['adeyemi', 'shah', 'price'] as const) {
      expect(JSON.stringify(arriveWhole(raw, VIEWER[who]).contents.people)).toMatch(SCHOOL)
    }
  })
})

function atNow(timeline: Timeline | undefined) {
  return timeline?.find(({ fromMs, untilMs }) => fromMs <= NOW && NOW <= untilMs)
}

/** What is written in the sections that are not kept and in none that is: whole sentences, not words like "Possible". */
function sentencesOutside(raw: Resource[], kept: string[]): string[] {
  const sections = find(raw, 'Composition').section as {
    code: { coding: { system: string; code: string }[] }
    entry: { reference: string }[]
  }[]
  const written = (wanted: boolean) =>
    sections
      .filter(
        ({ code }) =>
          kept.includes(code.coding.find(({ system }) => system === CODE_SYSTEM.section)?.code ?? '') === wanted,
      )
      .flatMap(({ entry }) => entry.map(({ reference }) => reference))
      .flatMap((reference) => raw.filter(({ resourceType, id }) => `${resourceType}/${id}` === reference))
      .flatMap((one) =>
        [one.valueString, one.description, one.resourceType === 'Condition' && textsIn(one.code)].flat(),
      )
      .filter((text): text is string => typeof text === 'string' && text.split(' ').length > 3)
  const inside = new Set(written(true))
  return written(false).filter((sentence) => !inside.has(sentence))
}

describe('an objection counts however it is written down', () => {
  const OBJECTION = (raw: Resource[]) =>
    raw.find(({ resourceType, code }) => resourceType === 'Observation' && JSON.stringify(code).includes('"objection"'))
  const unlist = (raw: Resource[]) => {
    const written = JSON.stringify(find(raw, 'Composition').section)
    find(raw, 'Composition').section = JSON.parse(
      written.replaceAll(`Observation/${OBJECTION(raw)?.id}`, 'Observation/elsewhere'),
    )
  }
  test.each<[string, (raw: Resource[]) => void]>([
    ['as it is', () => {}],
    ['in no section', unlist],
    ['by nobody in particular', (raw) => Object.assign(OBJECTION(raw) ?? {}, { focus: undefined })],
    ['by somebody with a name alone', (raw) => Object.assign(OBJECTION(raw) ?? {}, { focus: [{ display: 'Lara' }] })],
  ])('%s', (_, change) => {
    const raw = family('zara')
    change(raw)
    const { contents, cover } = arriveWhole(raw, VIEWER.shah)
    expect(contents).not.toHaveProperty('health-context')
    expect(cover.sharing.needsCheck).toEqual(['objection'])
  })
})

describe('a duty to share is not what anybody says', () => {
  const custodian = (raw: Resource[], reference: string) => {
    const { agent } = find(raw, 'Provenance') as unknown as { agent: { type: object; who: object }[] }
    const [by] = agent.filter(({ type }) => JSON.stringify(type).includes('custodian'))
    Object.assign(by ?? {}, { who: { reference } })
  }
  test.each<[string, string, boolean]>([
    ['its council', 'Organization/northmoor', true],
    ['an agency', 'Organization/north-raa', true],
    ['her own school', 'Organization/hillside', false],
    ['another school', 'Organization/larkfield', false],
    ['herself', 'PractitionerRole/okafor', false],
    ['an organisation nobody has heard of', 'Organization/nowhere', false],
  ])('when it is said by %s', (_, reference, expected) => {
    const raw = family('isla')
    for (const one of family('sam').filter(({ resourceType }) => resourceType === 'Organization')) {
      if (!raw.some(({ resourceType, id }) => resourceType === 'Organization' && id === one.id)) raw.push(one)
    }
    custodian(raw, reference)
    expect('needs' in arriveWhole(raw, VIEWER.okafor).contents).toBe(expected)
  })
})

test('what may mean its opposite, and a need that is over, are left out', () => {
  const raw = family('sam')
  const first = find(raw, 'Observation', 'sam-what-helps-1')
  first.modifierExtension = [{ url: 'https://elsewhere.example/not-done', valueBoolean: true }]
  const need = find(raw, 'Condition')
  const clinical = 'http://terminology.hl7.org/CodeSystem/condition-clinical'
  need.clinicalStatus = { coding: [{ system: clinical, code: 'resolved' }] }
  const { contents } = arriveWhole(raw, VIEWER.khan)
  expect(contents['what-helps']?.[0]?.do).toHaveLength(2)
  expect(contents.needs?.[0]?.needs).toHaveLength(3)
})

test('more agreements than anybody has are not read', () => {
  const raw = family('sam')
  const agreement = find(raw, 'Consent')
  for (let count = 0; count < 100; count++) raw.push({ ...agreement, id: `more-${count}` })
  expect(() => arrive(raw, VIEWER.khan)).toThrow(expect.objectContaining({ code: 'record/unreadable' }))
})
