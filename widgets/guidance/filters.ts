import { type Card, TIERS, type Tier } from '../../src/guidance/card.ts'
import { NEED_WORDS, type NeedCode, SETTING_WORDS, sentence, TIER_WORDS } from '../../src/guidance/words.ts'
import { arrange, h } from './dom.ts'
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

/** The cards that fit. A card for everyone fits whatever is hard. */
export function filterCards(cards: readonly Card[], { words, audience, tier, needs }: Filters): Card[] {
  const wanted = normalise(words).split(' ').filter(Boolean)
  return cards.filter((card) => {
    if (!isFor(card, audience) || (tier && card.tier !== tier)) return false
    const isFit = needs.length === 0 || card.tier === 'universal' || card.needs.some((need) => needs.includes(need))
    if (!isFit) return false
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

/** What somebody chooses with. `offer` leaves out what these cards leave nothing to choose between. */
type Choice = { element: HTMLElement; offer: (readers: Card[], chosen: Filters) => boolean }

/**
 * The search and the choices above the cards.
 *
 * @param onChange called with all of it, whenever somebody changes any of it
 * @returns `offer` fits the choices to the cards there are now; what has been typed and chosen stays
 */
export function filtersView(
  filters: Filters,
  onChange: (filters: Filters) => void,
): { element: HTMLElement; offer: (cards: readonly Card[]) => void } {
  let now = filters
  const count = h('span', { class: 'count' })
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
  const search = wordsView((words) => change({ words }))
  const views = choiceViews(filters, change)
  const choices = h('div', { class: 'choices' })
  const details = h('details', {}, h('summary', {}, 'Choose what is shown', count), choices)
  const element = h('div', { class: 'filters', part: 'filters' })
  const offer = (cards: readonly Card[]) => {
    const readers = cards.filter((card) => (card.for === 'family') === (filters.audience === 'family'))
    const offered = views.filter((view) => view.offer(readers, now)).map((view) => view.element)
    arrange(choices, offered)
    arrange(element, offered.length > 0 ? [search, details] : [search])
  }
  return { element, offer }
}

function choiceViews(filters: Filters, change: (part: Partial<Filters>) => void): Choice[] {
  const where = choiceView('Where', AUDIENCES, AUDIENCE_WORDS, (audience) => change({ audience }))
  const tier = choiceView('How many pupils', ['', ...TIERS], { '': 'Any', ...TIER_WORDS }, (chosen) =>
    change({ tier: chosen || undefined }),
  )
  const needs = needsView(filters.needs, (chosen) => change({ needs: chosen }))
  const tiersIn = (readers: Card[]) => TIERS.filter((one) => readers.some((card) => card.tier === one))
  return [
    {
      element: where.element,
      offer: (readers, { audience }) => {
        const offered = AUDIENCES.filter((one) => one !== 'family' && readers.some((card) => isFor(card, one)))
        where.offer(offered, audience)
        return offered.length > 2
      },
    },
    {
      element: tier.element,
      offer: (readers, chosen) => {
        const offered = tiersIn(readers)
        tier.offer(['', ...offered], chosen.tier ?? '')
        return offered.length > 1
      },
    },
    {
      element: needs.element,
      offer: (readers) => {
        needs.offer((need) => readers.some((card) => card.needs.includes(need)))
        return tiersIn(readers).length > 1
      },
    },
  ]
}

function wordsView(onWords: (words: string) => void): HTMLElement {
  const input = h('input', { type: 'search', id: 'words', autocomplete: 'off' })
  input.addEventListener('input', () => onWords(input.value))
  return fieldView('Search', input)
}

function fieldView(label: string, field: HTMLElement): HTMLElement {
  return h('div', { class: 'field' }, h('label', { for: field.id }, label), field)
}

function choiceView<Value extends string>(
  label: string,
  values: readonly Value[],
  words: Record<Value, string>,
  onChoose: (value: Value) => void,
) {
  const select = h('select', { id: label.toLowerCase().replaceAll(' ', '-') })
  const options = values.map((value) => h('option', { value }, words[value]))
  select.addEventListener('change', () => onChoose(select.value as Value))
  const offer = (offered: readonly string[], chosen: Value) => {
    arrange(
      select,
      options.filter(({ value }) => offered.includes(value)),
    )
    if (offered.includes(chosen)) select.value = chosen
  }
  return { element: fieldView(label, select), offer }
}

function needsView(chosen: readonly NeedCode[], onChoose: (needs: NeedCode[]) => void) {
  const boxes = (Object.keys(NEED_WORDS) as NeedCode[]).map((need) => {
    const isChosen = chosen.includes(need)
    const box = h('input', { type: 'checkbox', id: `need-${need}`, value: need, ...(isChosen && { checked: '' }) })
    return { need, box, line: h('li', {}, box, h('label', { for: box.id }, sentence(NEED_WORDS[need]))) }
  })
  const list = h('ul', { class: 'needs' })
  list.addEventListener('change', () => onChoose(boxes.filter(({ box }) => box.checked).map(({ need }) => need)))
  const offer = (isOffered: (need: NeedCode) => boolean) => {
    arrange(
      list,
      boxes.filter(({ need }) => isOffered(need)).map(({ line }) => line),
    )
  }
  return { element: h('fieldset', {}, h('legend', {}, 'What is hard'), list), offer }
}
