import { type Card, TIERS, type Tier } from '../../src/guidance/card.ts'
import { NEED_WORDS, type NeedCode, SETTING_WORDS, TIER_WORDS } from '../../src/guidance/words.ts'
import { h } from './dom.ts'
import { AUDIENCES, type GuidanceAudience, type Options } from './options.ts'

/** Which cards somebody has asked to see: what the page set, until they choose otherwise. */
export type Filters = {
  words: string
  audience: GuidanceAudience
  tier: Tier | undefined
  needs: readonly NeedCode[]
}

export function filtersFrom({ audience, tier, needs }: Options): Filters {
  return { words: '', audience, tier, needs }
}

/** The cards that fit. A card for everyone that names no need fits whatever is hard. */
export function filterCards(cards: readonly Card[], { words, audience, tier, needs }: Filters): Card[] {
  const wanted = normalise(words).split(' ').filter(Boolean)
  return cards.filter((card) => {
    if (!isFor(card, audience) || (tier && card.tier !== tier)) return false
    const isForAnybody = card.tier === 'universal' && card.needs.length === 0
    if (needs.length > 0 && !isForAnybody && !card.needs.some((need) => needs.includes(need))) return false
    if (wanted.length === 0) return true
    const said = normalise([card.title, card.comesUpIn ?? '', ...Object.values(card.parts)].join(' '))
    return wanted.every((word) => said.includes(word))
  })
}

function isFor(card: Card, audience: GuidanceAudience): boolean {
  return audience === 'class-teacher' ? card.for !== 'family' : card.for === audience
}

function normalise(text: string): string {
  return text.toLowerCase().replace(/[‘’']/g, '').replace(/\s+/g, ' ').trim()
}

const AUDIENCE_WORDS: Record<GuidanceAudience, string> = { 'class-teacher': 'Both schools', ...SETTING_WORDS }

/**
 * The search and the choices above the cards. What would leave nothing to choose between is left out.
 *
 * @param onChange called with all of it, whenever somebody changes any of it
 */
export function filtersView(
  cards: readonly Card[],
  filters: Filters,
  onChange: (filters: Filters) => void,
): HTMLElement {
  const count = h('span', { class: 'count' })
  let now = filters
  const tell = () => {
    const set = [now.tier, now.audience !== filters.audience, ...now.needs].filter(Boolean).length
    count.textContent = set > 0 ? ` (${set} chosen)` : ''
  }
  const change = (part: Partial<Filters>) => {
    now = { ...now, ...part }
    tell()
    onChange(now)
  }
  tell()
  const choices = choicesView(cards, filters, change)
  return h(
    'div',
    { class: 'filters', part: 'filters' },
    wordsView(filters.words, (words) => change({ words })),
    choices.length > 0
      ? h('details', {}, h('summary', {}, 'Choose what is shown', count), h('div', { class: 'choices' }, ...choices))
      : undefined,
  )
}

function choicesView(
  cards: readonly Card[],
  filters: Filters,
  change: (part: Partial<Filters>) => void,
): HTMLElement[] {
  const readers = cards.filter((card) => (card.for === 'family') === (filters.audience === 'family'))
  const audiences = AUDIENCES.filter((one) => one !== 'family' && readers.some((card) => isFor(card, one)))
  const tiers = TIERS.filter((tier) => readers.some((card) => card.tier === tier))
  const needs = (Object.keys(NEED_WORDS) as NeedCode[]).filter((need) =>
    readers.some((card) => card.needs.includes(need)),
  )
  return [
    audiences.length > 2
      ? choiceView('Where', audiences, AUDIENCE_WORDS, filters.audience, (audience) => change({ audience }))
      : undefined,
    tiers.length > 1
      ? choiceView('How many pupils', ['', ...tiers], { '': 'Any', ...TIER_WORDS }, filters.tier ?? '', (tier) =>
          change({ tier: tier || undefined }),
        )
      : undefined,
    tiers.length > 1 ? needsView(needs, filters.needs, (chosen) => change({ needs: chosen })) : undefined,
  ].filter((view) => view !== undefined)
}

function wordsView(words: string, onWords: (words: string) => void): HTMLElement {
  const input = h('input', { type: 'search', id: 'words', autocomplete: 'off', value: words })
  input.addEventListener('input', () => onWords(input.value))
  return h('div', { class: 'field' }, h('label', { for: 'words' }, 'Search'), input)
}

function choiceView<Value extends string>(
  label: string,
  values: readonly Value[],
  words: Record<Value, string>,
  chosen: Value,
  onChoose: (value: Value) => void,
): HTMLElement {
  const id = label.toLowerCase().replaceAll(' ', '-')
  const options = values.map((value) => h('option', { value, ...(value === chosen && { selected: '' }) }, words[value]))
  const select = h('select', { id }, ...options)
  select.addEventListener('change', () => onChoose(select.value as Value))
  return h('div', { class: 'field' }, h('label', { for: id }, label), select)
}

function needsView(
  needs: readonly NeedCode[],
  chosen: readonly NeedCode[],
  onChoose: (needs: NeedCode[]) => void,
): HTMLElement {
  const boxes = needs.map((need) => {
    const isChosen = chosen.includes(need)
    const box = h('input', { type: 'checkbox', id: `need-${need}`, value: need, ...(isChosen && { checked: '' }) })
    return { need, box }
  })
  const list = h(
    'ul',
    { class: 'needs' },
    ...boxes.map(({ need, box }) => h('li', {}, box, h('label', { for: box.id }, sentence(NEED_WORDS[need])))),
  )
  list.addEventListener('change', () => onChoose(boxes.filter(({ box }) => box.checked).map(({ need }) => need)))
  return h('fieldset', {}, h('legend', {}, 'What is hard'), list)
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
