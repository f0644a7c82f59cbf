import { type PlainDate, showDate } from '../../src/core/time.ts'
import type { Card, Face, Pack } from '../../src/guidance/card.ts'
import { timetable } from '../../src/guidance/timetable.ts'
import { byTitle, isForLessons } from '../../src/guidance/whole-class.ts'
import { draftWords } from '../../src/guidance/words.ts'
import { cardView } from './card-view.ts'
import { h, heading } from './dom.ts'
import { type Filters, filterCards, filtersFrom, filtersView } from './filters.ts'
import type { Local, Trouble } from './local-pack.ts'
import { type Options, readerOf } from './options.ts'

/** What there is to show: the cards of both packs made one, and the packs they came from. */
export type Shelved = { cards: Card[]; shipped: Pack | undefined; local: Local | undefined }

/** The whole element once its cards are here: a way to find one, what to do now, next and later, and who stands behind it. */
export function guidanceView(shelved: Shelved, options: Options, today: PlainDate, openIds: Set<string>): HTMLElement {
  const { cards, shipped, local } = shelved
  const results = h('div', { class: 'results', part: 'results' })
  const count = h('p', { class: 'found', role: 'status' })
  const fill = (filters: Filters) => {
    const found = filterCards(cards, filters)
    const of = filterCards(cards, { ...filters, words: '', tier: undefined, needs: [] }).length
    count.textContent = found.length === of ? '' : `${found.length} of ${of} cards`
    results.replaceChildren(...sectionsView(found, of > 0, options, today, openIds))
  }
  const filters = filtersFrom(options)
  fill(filters)

  const readers = filterCards(cards, { ...filters, tier: undefined, needs: [] })
  const isDraft = readers.some(({ review }) => review === 'not-yet')
  const title = shipped?.title ?? local?.pack?.title ?? 'Guidance'
  return h(
    'div',
    { class: 'guidance', part: 'guidance', lang: options.lang },
    heading(options.headingLevel, { class: 'name', part: 'title' }, title),
    h('slot', { name: 'intro' }),
    isDraft ? h('p', { class: 'draft', part: 'draft' }, draftWords(readerOf(options.audience))) : undefined,
    shipped && today > shipped.reviewBy ? overdueView(shipped) : undefined,
    options.pack ? localView(local) : undefined,
    filtersView(cards, filters, fill),
    count,
    results,
    h('slot', { name: 'help' }),
    footerView([shipped, local?.pack].filter((pack) => pack !== undefined)),
  )
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

function sectionsView(
  cards: Card[],
  hasAny: boolean,
  options: Options,
  today: PlainDate,
  openIds: Set<string>,
): HTMLElement[] {
  if (!hasAny) return [h('p', { class: 'empty' }, 'There is no guidance here for this yet.')]
  if (cards.length === 0) return [h('p', { class: 'empty' }, 'No card fits. Try fewer words, or choose less.')]
  const lessons = cards.filter(isForLessons).sort(byTitle)
  const dated = cards.filter((card) => !isForLessons(card))
  const { now, next, later, undated } = timetable(dated, today)
  const isWholeClass = options.transition === 'school-year'

  const section = (id: string, name: string, views: HTMLElement[]): HTMLElement[] => {
    if (views.length === 0) return []
    const title = heading(options.headingLevel + 1, { id }, name)
    return [h('section', { class: id, part: id }, title, ...views)]
  }
  const view = (placed: { card: Card; from?: PlainDate; until?: PlainDate }) => cardView(placed, options, openIds)
  const nothing = h('p', { class: 'empty' }, 'Nothing to do this week.')
  return [
    ...section('now', isWholeClass ? 'This week, whole class' : 'Now', now.length > 0 ? now.map(view) : [nothing]),
    ...section(
      'lessons',
      'Before a lesson',
      lessons.map((card) => view({ card })),
    ),
    ...section('next', 'Next, within 12 weeks', next.map(view)),
    ...section('later', 'Later', later.map(view)),
    ...section(
      'undated',
      'When the day comes',
      undated.map((card) => view({ card })),
    ),
  ]
}

function overdueView({ reviewBy }: Pack): HTMLElement {
  return h('p', { class: 'overdue' }, `This was due to be checked by ${showDate(reviewBy)} and may be out of date.`)
}

const TROUBLES: Record<Trouble, string> = {
  unreachable: 'The local guidance cannot be reached.',
  unsigned: 'We cannot check who wrote the local guidance, so it is not used.',
  broken: 'Part of the local guidance does not make sense, so it is not used.',
  older: 'The local guidance there is older than what you have seen, so it is not used.',
}

/** What became of the pack the page asked for, when something did. */
function localView(local: Local | undefined): HTMLElement | undefined {
  const trouble = local ? local.trouble : 'unsigned'
  if (!trouble) return undefined
  const kept = local?.pack ? ` You see version ${local.pack.version} from before.` : ' You see the general guidance.'
  return h('p', { class: 'trouble', part: 'trouble' }, TROUBLES[trouble] + kept)
}

function footerView(packs: (Face & Pick<Pack, 'reviewBy'>)[]): HTMLElement {
  return h(
    'div',
    { class: 'face', part: 'face' },
    h('p', {}, 'Dates follow the usual school year in England. Your school’s may differ by a week or two.'),
    ...packs.map(({ owner, version, reviewBy }) =>
      h('p', {}, `${owner} · version ${version} · to be reviewed by ${showDate(reviewBy)}`),
    ),
  )
}
