import { type PlainDate, showDate } from '../../src/core/time.ts'
import type { Card, Face, Pack } from '../../src/guidance/card.ts'
import { isOverdue } from '../../src/guidance/review-by.ts'
import { timetable } from '../../src/guidance/timetable.ts'
import { byTitle, isForLessons } from '../../src/guidance/whole-class.ts'
import { draftWords } from '../../src/guidance/words.ts'
import { cardView, overdueView, type Shown } from './card-view.ts'
import { arrange, h, heading } from './dom.ts'
import { type Filters, filterCards, filtersFrom, filtersView } from './filters.ts'
import type { Local, Trouble } from './local-pack.ts'
import { type Options, readerOf } from './options.ts'

/** What there is to show: the cards of both packs made one, and the packs they came from. */
export type Shelved = { cards: Card[]; shipped: Pack | undefined; local: Local | undefined }

export type View = {
  element: HTMLElement
  /** Shows these on this day. What somebody has typed, chosen, opened or focused stays as it is. */
  show: (shelved: Shelved, today: PlainDate) => void
}

/** The whole element once its cards are here: a way to find one, what to do now, next and later, and who stands behind it. */
export function guidanceView(options: Options, openIds: Set<string>): View {
  const { audience, headingLevel, lang } = options
  let shown: { shelved: Shelved; today: PlainDate } = { shelved: NOTHING, today: '' }
  let filters = filtersFrom(options)

  const title = heading(headingLevel, { class: 'name', part: 'title' })
  const notes = h('div', {})
  const count = h('p', { class: 'found', role: 'status' })
  const results = resultsView(options, openIds)
  const face = h('div', { class: 'face', part: 'face' })
  const fill = () => {
    const { cards } = shown.shelved
    const found = filterCards(cards, filters)
    const of = readersCards(cards, filters).length
    const said = found.length === of ? '' : `${found.length} of ${of} cards`
    if (count.textContent !== said) count.textContent = said
    results.show(found, of > 0, shown.today)
  }
  const choices = filtersView(filters, (chosen) => {
    filters = chosen
    fill()
  })
  const show = (shelved: Shelved, today: PlainDate) => {
    shown = { shelved, today }
    const { cards, shipped, local } = shelved
    title.textContent = shipped?.title ?? local?.pack?.title ?? 'Guidance'
    const isDraft = readersCards(cards, filtersFrom(options)).some(({ review }) => review === 'not-yet')
    const said = [
      isDraft ? h('p', { class: 'draft', part: 'draft' }, draftWords(readerOf(audience))) : undefined,
      shipped && isOverdue(shipped, today) ? overdueView(shipped) : undefined,
      localView(local),
    ]
    notes.replaceChildren(...said.filter((note) => note !== undefined))
    choices.offer(cards)
    fill()
    face.replaceChildren(...faceViews([shipped, local?.pack].filter((pack) => pack !== undefined)))
  }
  const parts = [
    h('slot', { name: 'intro' }),
    notes,
    choices.element,
    count,
    results.element,
    h('slot', { name: 'help' }),
  ]
  return { element: h('div', { class: 'guidance', part: 'guidance', lang }, title, ...parts, face), show }
}

const NOTHING: Shelved = { cards: [], shipped: undefined, local: undefined }

/** Every card for whoever reads, before they choose among them. */
function readersCards(cards: Card[], filters: Filters): Card[] {
  return filterCards(cards, { ...filters, words: '', tier: undefined, needs: [] })
}

export function loadingView(options: Options): HTMLElement {
  return plainView(options, 'Loading the guidance…')
}

export function failedView(options: Options): HTMLElement {
  return plainView(options, 'The guidance did not load. Reload the page to try again.')
}

function plainView({ lang }: Options, sentence: string): HTMLElement {
  return h('div', { class: 'guidance', part: 'guidance', lang }, h('p', { role: 'status' }, sentence))
}

function resultsView(options: Options, openIds: Set<string>) {
  const element = h('div', { class: 'results', part: 'results' })
  /** Each is made once: what has not changed stays the element that somebody is reading. */
  const made = new Map<string, HTMLElement>()
  const once = (key: string, make: () => HTMLElement): HTMLElement => {
    const view = made.get(key) ?? make()
    made.set(key, view)
    return view
  }
  const empty = (words: string) => once(words, () => h('p', { class: 'empty' }, words))
  const section = (id: string, name: string, views: HTMLElement[]): HTMLElement[] => {
    if (views.length === 0) return []
    const title = once(`${id} title`, () => heading(options.headingLevel + 1, { id }, name))
    const view = once(id, () => h('section', { class: id, part: id }))
    arrange(view, [title, ...views])
    return [view]
  }

  const show = (cards: Card[], hasAny: boolean, today: PlainDate) => {
    if (cards.length === 0) {
      const words = hasAny
        ? 'No card fits. Try fewer words, or choose less.'
        : 'There is no guidance here for this yet.'
      return arrange(element, [empty(words)])
    }
    const { now, next, later, undated } = timetable(
      cards.filter((card) => !isForLessons(card)),
      today,
    )
    const lessons = cards.filter(isForLessons).sort(byTitle)
    const views = (all: Shown[]) =>
      all.map((one) => {
        const isLate = isOverdue(one.card, today)
        return once(JSON.stringify({ one, isLate }), () => cardView(one, options, isLate, openIds))
      })
    const undatedViews = (all: Card[]) => views(all.map((card) => ({ card })))
    const nowName = options.transition === 'school-year' ? 'This week, whole class' : 'Now'
    arrange(element, [
      ...section('now', nowName, now.length > 0 ? views(now) : [empty('Nothing to do this week.')]),
      ...section('lessons', 'Before a lesson', undatedViews(lessons)),
      ...section('next', 'Next, within 12 weeks', views(next)),
      ...section('later', 'Later', views(later)),
      ...section('undated', 'When the day comes', undatedViews(undated)),
    ])
  }
  return { element, show }
}

const TROUBLES: Record<Trouble, string> = {
  unreachable: 'The local guidance cannot be reached.',
  unsigned: 'We cannot check who wrote the local guidance, so it is not used.',
  broken: 'Part of the local guidance does not make sense, so it is not used.',
  older: 'The local guidance there is older than what you have seen, so it is not used.',
}

/** What became of the pack the page asked for, when something did. */
function localView(local: Local | undefined): HTMLElement | undefined {
  if (!local?.trouble) return undefined
  const kept = local.pack ? ` You see version ${local.pack.version} from before.` : ' You see the general guidance.'
  return h('p', { class: 'trouble', part: 'trouble' }, TROUBLES[local.trouble] + kept)
}

function faceViews(packs: (Face & Pick<Pack, 'reviewBy'>)[]): HTMLElement[] {
  const lines = packs.map(
    ({ owner, version, reviewBy }) => `${owner} · version ${version} · to be reviewed by ${showDate(reviewBy)}`,
  )
  const usual = 'Dates follow the usual school year in England. Your school’s may differ by a week or two.'
  return [usual, ...lines].map((line) => h('p', {}, line))
}
