import { type PlainDate, showDate } from '../../src/core/time.ts'
import type { Pack } from '../../src/guidance/card.ts'
import type { Placed } from '../../src/guidance/placing.ts'
import { timetable } from '../../src/guidance/timetable.ts'
import { draftWords } from '../../src/guidance/words.ts'
import { cardView } from './card-view.ts'
import { h, heading } from './dom.ts'
import { type Options, readerOf } from './options.ts'

/** The whole element once its pack is here: what to do now, next and later, and who stands behind it. */
export function guidanceView(pack: Pack, options: Options, today: PlainDate, openIds: Set<string>): HTMLElement {
  const cards = pack.cards.filter((card) => (card.for === 'family') === (options.audience === 'family'))
  const isDraft = cards.some(({ review }) => review === 'not-yet')
  const { now, next, later } = timetable(cards, today)
  const section = (id: string, title: string, ...contents: HTMLElement[]) =>
    h('section', { class: id, 'aria-labelledby': id }, heading(options.headingLevel + 1, { id }, title), ...contents)
  const nothing = h('p', { class: 'empty' }, 'Nothing to do this week.')
  const cardViews = (placed: Placed[]) => placed.map((one) => cardView(one, options, openIds))

  return h(
    'div',
    { class: 'guidance', lang: options.lang },
    heading(options.headingLevel, { class: 'name' }, pack.title),
    isDraft ? h('p', { class: 'draft' }, draftWords(readerOf(options.audience))) : undefined,
    today > pack.reviewBy ? overdueView(pack) : undefined,
    section('now', 'Now', ...(now.length > 0 ? cardViews(now) : [nothing])),
    next.length > 0 ? section('next', 'Next, within 12 weeks', ...cardViews(next)) : undefined,
    later.length > 0 ? section('later', 'Later', ...cardViews(later)) : undefined,
    footerView(pack),
  )
}

export function loadingView(options: Options): HTMLElement {
  return h('div', { class: 'guidance', lang: options.lang }, h('p', { role: 'status' }, 'Loading the guidance…'))
}

export function failedView(options: Options): HTMLElement {
  const sentence = 'The guidance did not load. Reload the page to try again.'
  return h('div', { class: 'guidance', lang: options.lang }, h('p', { role: 'status' }, sentence))
}

function overdueView({ reviewBy }: Pack): HTMLElement {
  return h('p', { class: 'overdue' }, `This was due to be checked by ${showDate(reviewBy)} and may be out of date.`)
}

function footerView({ owner, version, reviewBy }: Pack): HTMLElement {
  return h(
    'div',
    { class: 'face' },
    h('p', {}, 'Dates follow the usual school year in England. Your school’s may differ by a week or two.'),
    h('p', {}, `${owner} · version ${version} · to be reviewed by ${showDate(reviewBy)}`),
  )
}
