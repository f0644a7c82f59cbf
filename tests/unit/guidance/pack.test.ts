import { readdir, readFile } from 'node:fs/promises'
import { fleschKincaid } from 'flesch-kincaid'
import { syllable } from 'syllable'
import { describe, expect, it, test } from 'vitest'
import { compileFolder } from '../../../src/cli/pack-folder.ts'
import { addDays } from '../../../src/core/time.ts'
import { PHASES, type Phases } from '../../../src/guidance/calendar/phases.ts'
import { usualTerms } from '../../../src/guidance/calendar/terms.ts'
import type { Card } from '../../../src/guidance/card.ts'
import { displayedWords } from '../../../src/guidance/check-card.ts'
import { packJsonSchema } from '../../../src/guidance/compile/json-schema.ts'
import { isShipped, loadPack, type Shipped } from '../../../src/guidance/load-pack.ts'
import { suggest } from '../../../src/guidance/suggest.ts'
import { timetable } from '../../../src/guidance/timetable.ts'
import { OCCASIONS, TRANSITIONS, type Transition } from '../../../src/guidance/transition.ts'
import { evidenceWords, reviewWords, SETTING_WORDS, TIER_WORDS } from '../../../src/guidance/words.ts'
import { STATUS_WORDS } from '../../../src/record/status-words.ts'

const PACKS = new URL('../../../src/guidance/packs/', import.meta.url).pathname
const SHIPPED: Shipped[] = OCCASIONS.filter(isShipped)
const packs = await Promise.all(SHIPPED.map((occasion) => loadPack(occasion)))
const cards = packs.flatMap((pack) => pack.cards)

test('every folder of cards ships, and nothing else does', async () => {
  const entries = await readdir(PACKS, { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  expect([...SHIPPED].sort()).toEqual(folders.sort())
})

describe.each(packs)('the pack $id', (pack) => {
  it('is what the Markdown says today', async () => {
    expect(await compileFolder(`${PACKS}${pack.id}`, PACKS)).toEqual({ kind: 'compiled', value: pack })
  })

  it('says who owns it, which version it is and when it must be read again', () => {
    expect(pack).toMatchObject({
      owner: expect.stringMatching(/./),
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      reviewBy: expect.stringMatching(/^20\d\d-/),
    })
  })

  it('has something to do, or something soon, in the summer term and the autumn after it', () => {
    for (const day of ['2027-06-14', '2027-07-12', '2027-09-10']) {
      const { now, next } = timetable(pack.cards, day)
      expect([...now, ...next], day).not.toEqual([])
    }
  })

  it('has no card that nobody in a school, and no family, would ever be shown', () => {
    if (pack.id === 'school-year') return
    for (const card of pack.cards) expect(shownOnSomeDay(card), card.id).toBe(true)
  })

  it('has cards for schools and families, for everyone and for a few, unless it is for whole classes', () => {
    const settings = new Set(pack.cards.map((card) => card.for))
    const tiers = new Set(pack.cards.map(({ tier }) => tier))
    const isWholeClass = pack.id === 'school-year'
    expect([settings.size, tiers.size]).toEqual(isWholeClass ? [1, 1] : [3, 3])
  })
})

describe('every card', () => {
  test.each(cards.filter((card) => card.for !== 'family'))('$id can be read over a shoulder', (card) => {
    expect(displayedWords(card)).not.toMatch(STATUS_WORDS)
    const words = [TIER_WORDS[card.tier], SETTING_WORDS[card.for], reviewWords(card.review, 'school')]
    expect(words.join()).not.toMatch(STATUS_WORDS)
  })

  test.each(cards)('$id claims no more than it has', (card) => {
    expect(evidenceWords(card.evidence)).toBe('Practice consensus: not formally rated')
    expect(reviewWords(card.review, 'family')).toBe('Draft: not yet reviewed by practitioners or adopted people')
  })

  // security.md E4: guidance for people with two minutes
  test.each(cards)('$id can be read by somebody of twelve', (card) => {
    expect(gradeOf(card)).toBeLessThanOrEqual(7)
  })

  it('has an id of its own', () => {
    expect(new Set(cards.map(({ id }) => id)).size).toBe(cards.length)
  })
})

describe('words for evidence and review', () => {
  it('give a rating with its scheme and date', () => {
    const link = 'https://guidebook.example/p'
    const evidence = { scheme: 'foundations-guidebook', rating: '3+', on: '2024-10-01', link } as const
    expect(evidenceWords(evidence)).toBe('Foundations Guidebook: 3+, assessed 1 October 2024')
  })

  it('name who reviewed a card, and when', () => {
    const review = { role: 'SENCo', organisation: 'Hillside Academy', on: '2027-01-12' }
    expect(reviewWords(review, 'school')).toBe('Reviewed by SENCo, Hillside Academy, 12 January 2027')
  })
})

test('the published JSON Schema is what the cards are checked against (npm run content -- --schema)', async () => {
  const published = await readFile(new URL('../../../src/guidance/pack.schema.json', import.meta.url), 'utf8')
  expect(JSON.parse(published)).toEqual(packJsonSchema())
})

/** To a school or a family, on some Monday from a year before the move to two years after it. */
function shownOnSomeDay(card: Card): boolean {
  const { leaves } = TRANSITIONS[card.transition as Transition]
  const schooling = { bornOn: `${2022 - leaves}-01-15`, yearsApart: 0, phases: phasesWith(card), calendar: usualTerms }
  const days = Array.from({ length: 160 }, (_, week) => addDays('2025-09-01', week * 7))
  return days.some((today) =>
    (['current', 'receiving'] as const).some((school) =>
      (['senco', 'family'] as const).some((audience) => {
        const found = suggest({ cards: [card], needs: card.needs, schooling, today, audience, school })
        return found.now.length > 0
      }),
    ),
  )
}

function phasesWith({ transition }: Card): Phases {
  const fitting = (Object.keys(PHASES) as Phases[]).find((phases) =>
    (PHASES[phases].moves as readonly string[]).includes(transition),
  )
  if (!fitting) throw new Error(`nobody makes ${transition}`)
  return fitting
}

function gradeOf({ parts }: Card): number {
  const text = Object.values(parts).join(' ')
  const words = text.split(/\s+/)
  const counts = {
    sentence: text.split(/[.!?…]+[”’)]*(?:\s|$)/).filter(Boolean).length,
    word: words.length,
    syllable: words.reduce((sum, word) => sum + syllable(word), 0),
  }
  return fleschKincaid(counts)
}
