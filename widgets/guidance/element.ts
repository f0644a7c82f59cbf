import { londonDate, type PlainDate } from '../../src/core/time.ts'
import { isShipped } from '../../src/guidance/load-pack.ts'
import { joinPacks } from '../../src/guidance/local/join-packs.ts'
import { ATTRIBUTES, type Attribute, type Options, parseOptions } from './options.ts'
import { readShipped } from './shipped.ts'
import { guidanceStyle } from './style.ts'
import { failedView, guidanceView, loadingView, type Shelved } from './view.ts'

/**
 * `<handrail-guidance>`: what helps at a move between schools, or a whole class this week, for anybody, about nobody. Shows
 * public cards from its own files, and from the local pack that the page names. It keeps those cards in the reader's
 * browser and nothing else, and sends nothing.
 *
 * @attribute transition what it is about: `year-6-to-7` (the default), `starting-school`, `infant-to-junior`,
 *   `year-11-to-post-16` or `school-year`, the whole class
 * @attribute audience `class-teacher` (the default: both schools), `current-setting`, `receiving-setting` or `family`
 * @attribute tier `universal`, `targeted` or `specialist`; every tier by default
 * @attribute needs what is hard, by code: `new-places sensory`; everything by default
 * @attribute pack the https address of a signed local pack, `#`, and the thumbprint of the key that signs it
 * @attribute heading-level the level of its title in the page, 1 to 4; 2 by default
 * @attribute lang the language asked for; English so far
 * @fires handrail-ready when the cards are on the page, after the first load and after every change
 * @fires handrail-error when they could not be loaded, or the local pack is not what is shown
 * @slot intro between the title and the cards
 * @slot help below the cards: who to ask
 * @csspart guidance, title, draft, trouble, filters, results, now, lessons, next, later, undated, card, face
 * @cssprop --handrail-paper, --handrail-surface, --handrail-ink, --handrail-soft, --handrail-line, --handrail-accent,
 *   --handrail-soon, --handrail-font, --handrail-font-size
 */
export class HandrailGuidance extends HTMLElement {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES

  readonly #root = this.attachShadow({ mode: 'open' })
  readonly #openIds = new Set<string>()
  #today: PlainDate | undefined
  #shown = ''

  constructor() {
    super()
    for (const name of MIRRORED) upgrade(this, name)
  }

  /** The day to show guidance for. Unset, which is usual, it is today in England. */
  get today(): PlainDate | undefined {
    return this.#today
  }

  set today(today: PlainDate | undefined) {
    this.#today = today
    this.#queueRender()
  }

  get transition(): string {
    return this.#mirrored('transition')
  }
  set transition(value: string | null) {
    this.#mirror('transition', value)
  }

  get audience(): string {
    return this.#mirrored('audience')
  }
  set audience(value: string | null) {
    this.#mirror('audience', value)
  }

  get tier(): string {
    return this.#mirrored('tier')
  }
  set tier(value: string | null) {
    this.#mirror('tier', value)
  }

  get needs(): string {
    return this.#mirrored('needs')
  }
  set needs(value: string | null) {
    this.#mirror('needs', value)
  }

  get pack(): string {
    return this.#mirrored('pack')
  }
  set pack(value: string | null) {
    this.#mirror('pack', value)
  }

  get headingLevel(): string {
    return this.#mirrored('heading-level')
  }
  set headingLevel(value: string | number | null) {
    this.#mirror('heading-level', value)
  }

  connectedCallback(): void {
    this.#queueRender()
  }

  attributeChangedCallback(): void {
    this.#queueRender()
  }

  /** Attributes are the state: a property reads and writes its attribute, and null takes it away. */
  #mirrored(name: Attribute): string {
    return this.getAttribute(name) ?? ''
  }

  #mirror(name: Attribute, value: string | number | null): void {
    if (value === null) this.removeAttribute(name)
    else this.setAttribute(name, String(value))
  }

  /** Several changes in one task make one render: the first to run sees them all, the others find nothing new. */
  #queueRender(): void {
    queueMicrotask(() => {
      if (this.isConnected) void this.#render()
    })
  }

  async #render(): Promise<void> {
    const options = parseOptions((name) => this.getAttribute(name), this.baseURI)
    const today = this.#today ?? londonDate(Date.now())
    const wanted = JSON.stringify([options, today])
    if (wanted === this.#shown) return // moved within the page, set to what it was, or already seen to
    this.#shown = wanted

    this.#root.adoptedStyleSheets = [guidanceStyle()]
    if (!this.#root.firstChild) this.#root.append(loadingView(options))
    const { element, event } = await this.#view(options, today)
    if (wanted !== this.#shown) return // a later change overtook this one
    this.#root.replaceChildren(element)
    this.dispatchEvent(new CustomEvent(event, { bubbles: true, composed: true }))
  }

  async #view(options: Options, today: PlainDate): Promise<{ element: HTMLElement; event: string }> {
    try {
      const shelved = await read(options)
      const isWhole = options.pack === undefined || shelved.local?.trouble === undefined
      const event = isWhole && options.pack !== 'bad' ? 'handrail-ready' : 'handrail-error'
      return { element: guidanceView(shelved, options, today, this.#openIds), event }
    } catch {
      // Only a file can be missing or of another release: a blocked or half-deployed page. The reader gets a sentence,
      // the host an event.
      return { element: failedView(options), event: 'handrail-error' }
    }
  }
}

async function read({ transition, pack }: Options): Promise<Shelved> {
  const [shipped, local] = await Promise.all([
    isShipped(transition) ? readShipped(transition) : undefined,
    pack && pack !== 'bad' ? import('./local-pack.ts').then(({ readLocal }) => readLocal(pack, Date.now())) : undefined,
  ])
  return { cards: joinPacks(shipped?.cards ?? [], local?.pack ? [local.pack] : [], transition), shipped, local }
}

const MIRRORED = ['today', 'transition', 'audience', 'tier', 'needs', 'pack', 'headingLevel'] as const

/** A page may set a property before this file has loaded: it is set again, on the element that it now is. */
function upgrade(element: HandrailGuidance, name: (typeof MIRRORED)[number]): void {
  if (!Object.hasOwn(element, name)) return
  const value = element[name]
  delete (element as Partial<HandrailGuidance>)[name]
  // An element that is being made by a parser or by createElement may not have attributes yet.
  queueMicrotask(() => Object.assign(element, { [name]: value }))
}
