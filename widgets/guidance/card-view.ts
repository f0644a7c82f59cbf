import { type PlainDate, showDate } from '../../src/core/time.ts'
import { describeMoment } from '../../src/guidance/calendar/moment.ts'
import { type Card, PARTS, type Part } from '../../src/guidance/card.ts'
import { evidenceWords, fitWords, overdueWords, reviewWords, SETTING_WORDS } from '../../src/guidance/words.ts'
import { h, heading } from './dom.ts'
import { type Options, readerOf } from './options.ts'

/** A card with the days it is for; without them it waits for a lesson, or a day that only a child has. */
export type Shown = { card: Card; from?: PlainDate; until?: PlainDate }

/** One card: a heading that opens and closes it, and what it says. */
export function cardView(shown: Shown, options: Options, isLate: boolean, openIds: Set<string>): HTMLElement {
  const { card } = shown
  const slug = card.id.replaceAll('/', '-')
  const isOpen = openIds.has(card.id)

  const button = h(
    'button',
    { type: 'button', id: `${slug}-title`, 'aria-expanded': String(isOpen), 'aria-controls': slug },
    h('span', { class: 'title' }, card.title),
    h('span', { class: 'when' }, whereAndWhen(shown)),
  )
  const body = h('div', { id: slug, class: 'body' }, partsView(card, options), aboutView(card, options, isLate))

  const show = (open: boolean) => {
    button.setAttribute('aria-expanded', String(open))
    // Closed text can still be found with the browser's own search, which opens it.
    if (open) body.removeAttribute('hidden')
    else body.setAttribute('hidden', 'until-found')
    if (open) openIds.add(card.id)
    else openIds.delete(card.id)
  }
  button.addEventListener('click', () => show(!openIds.has(card.id)))
  body.addEventListener('beforematch', () => show(true))
  show(isOpen)

  return h(
    'article',
    { class: 'card', part: 'card', 'aria-labelledby': button.id },
    heading(options.headingLevel + 2, {}, button),
    body,
  )
}

function partsView(card: Card, { audience }: Options): HTMLElement {
  const list = h('dl', { class: 'parts' })
  for (const [part, label] of Object.entries(PARTS) as [Part, string][]) {
    const title = part === 'wholeClass' && audience === 'family' ? 'Every family' : label
    list.append(h('div', { class: `part ${part}` }, h('dt', {}, title), h('dd', {}, card.parts[part])))
  }
  return list
}

/** Who the card is for, and how far it can be trusted. */
function aboutView(card: Card, { audience }: Options, isLate: boolean): HTMLElement {
  const sources = card.sources.map(({ title, link, read }) =>
    h('li', {}, linkView(title, link), `, read ${showDate(read)}`),
  )
  const { local, evidence } = card
  const rated = evidenceWords(evidence)
  return h(
    'div',
    { class: 'about' },
    isLate ? overdueView(card) : undefined,
    h('p', {}, fitWords(card)),
    card.comesUpIn === undefined
      ? h('p', {}, `From ${describeMoment(card.when.from)} until ${describeMoment(card.when.until)}.`)
      : undefined,
    h('p', { class: 'evidence' }, 'link' in evidence ? linkView(rated, evidence.link) : rated, '.'),
    h('p', { class: card.review === 'not-yet' ? 'draft' : 'reviewed' }, reviewWords(card.review, readerOf(audience))),
    h(
      'p',
      {},
      `${local ? `Local guidance of ${local.owner}, version ${local.version}.` : 'This card is ours.'} It draws on:`,
    ),
    h('ul', {}, ...sources),
  )
}

export function overdueView(issued: Pick<Card, 'reviewBy'>): HTMLElement {
  return h('p', { class: 'overdue' }, overdueWords(issued))
}

/** Whatever the checks of a pack have let through, nothing but https is a link. */
function linkView(title: string, link: string): HTMLElement {
  if (!link.startsWith('https://')) return h('span', {}, title)
  return h('a', { href: link, rel: 'noopener noreferrer' }, title)
}

function whereAndWhen({ card, from, until }: Shown): string {
  if (card.comesUpIn !== undefined) return card.comesUpIn
  const where = card.transition === 'school-year' ? 'Every class' : SETTING_WORDS[card.for]
  const when = from && until ? `${showDate(from, 'day')} to ${showDate(until)}` : describeMoment(card.when.from)
  return `${where} · ${when}`
}
