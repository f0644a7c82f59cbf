import { renderToString } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import type { Contents } from '../../../src/record/section-content.ts'
import { SECTION_CODES, SECTIONS, type SectionCode } from '../../../src/record/sections.ts'
import { namesStatus } from '../../../src/record/status-words.ts'
import type { Opened } from '../../../src/ui/child/opened.ts'
import { SectionView } from '../../../src/ui/child/sections/section-view.tsx'
import type { PageState } from '../../../src/ui/page-state.ts'
import { GP, TEACHER } from '../../fixtures/viewers.ts'

const NOW = Date.parse('2026-11-21T10:00:00Z')
const PAGE = { app: { now: () => NOW } } as unknown as PageState

/** Every section as it is when the record holds nothing for it. */
const EMPTY: Required<Contents> = {
  'about-me': { quotes: [], facts: [] },
  strengths: { strengths: [] },
  'what-helps': { do: [], pleaseDont: [], triggers: [] },
  words: { addressAs: undefined, use: [], avoid: [] },
  needs: { needs: [] },
  assessment: { assessments: [] },
  'health-context': { familyHistory: undefined, prenatalAlcohol: undefined, facts: [] },
  'education-context': { facts: [] },
  people: { people: [] },
  'family-support': { facts: [] },
  interventions: { facts: [] },
  plan: { plan: undefined },
  commitments: { commitments: [] },
  outcomes: { goals: [] },
  arrangement: { arrangement: undefined, orderOn: undefined, responsible: [] },
}

/** What an empty section says: that it is not known, not that there is none. */
const UNKNOWN: Record<SectionCode, string> = {
  'about-me': 'Sam’s own words have not been written down yet.',
  strengths: 'Nobody has written this down yet.',
  'what-helps': 'This has not been written down yet.',
  words: 'No words have been chosen yet.',
  needs: 'That does not mean there are none.',
  assessment: 'Whether one has been made is not known.',
  'health-context': 'Not available. Record as unknown, not negative.',
  'education-context': 'Whether there is any is not known.',
  people: 'Nobody is named here yet.',
  'family-support': 'There may be some elsewhere.',
  interventions: 'There may be something elsewhere.',
  plan: 'There is no support plan here.',
  commitments: 'Nothing has been asked of you.',
  outcomes: 'No hopes have been written down yet.',
  arrangement: 'Ask the lead worker before you rely on anybody’s permission.',
}

function opened(contents: Contents, viewer = TEACHER, changes: Partial<Opened> = {}): Opened {
  const cover = { knownAs: 'Sam', bornOn: '2016-05-12' } as Opened['cover']
  return { kind: 'open', cover, viewer, contents, underDuty: [], ...changes } as Opened
}

function textOf(code: SectionCode, record: Opened): string {
  return renderToString(<SectionView code={code} opened={record} page={PAGE} />).replace(/<[^>]+>/g, ' ')
}

describe.each(SECTION_CODES)('%s', (code) => {
  test('says what is not known when it is empty', () => {
    for (const viewer of [TEACHER, GP]) expect(textOf(code, opened(emptyOnly(code), viewer))).toContain(UNKNOWN[code])
  })

  test('names no status in our own words on a class teacher’s page', () => {
    expect(namesStatus(textOf(code, opened(emptyOnly(code), TEACHER)))).toBe(false)
  })

  test('has not even a heading where it may not be seen', () => {
    expect(textOf(code, opened({}))).toBe('')
  })

  test('says beside it that it is shared under duty', () => {
    const text = (underDuty: SectionCode[]) => textOf(code, opened(emptyOnly(code), GP, { underDuty }))
    expect(text([code])).toContain('because the law requires it, not by agreement')
    expect(text([])).not.toContain('because the law requires it')
  })
})

test('every section has a heading of its own', () => {
  expect(new Set(Object.values(SECTIONS)).size).toBe(SECTION_CODES.length)
})

test.each<[born: string | undefined, canConsent: string]>([
  ['2016-05-12', 'Jo Carter (adoptive parent)'],
  ['2010-11-22', 'Jo Carter (adoptive parent)'],
  ['2010-11-21', 'Sam, who is 16 and presumed able; Jo Carter (adoptive parent)'],
  ['2008-11-22', 'Sam, who is 17 and presumed able; Jo Carter (adoptive parent)'],
  ['2008-11-21', 'Sam, who is an adult'],
  [undefined, 'Jo Carter (adoptive parent)'],
])('of somebody born %s, who can consent is %s', (bornOn, expected) => {
  const arrangement = { ...EMPTY.arrangement, responsible: [{ name: 'Jo Carter', capacity: 'adoptive parent' }] }
  const cover = { knownAs: 'Sam', bornOn } as Opened['cover']
  expect(textOf('arrangement', opened({ arrangement }, GP, { cover }))).toContain(` ${expected} `)
})

function emptyOnly(code: SectionCode): Contents {
  return { [code]: EMPTY[code] }
}
