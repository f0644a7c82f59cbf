import { HOUR_MS, londonDate, MINUTE_MS, type PlainDate } from '../../src/core/time.ts'
import { isShipped } from '../../src/guidance/load-pack.ts'
import { joinPacks } from '../../src/guidance/local/join-packs.ts'
import { ATTRIBUTES, type Attribute, type Options, parseOptions } from './options.ts'
import { takeFromShelf } from './shelf.ts'
import { readShipped } from './shipped.ts'
import { guidanceStyle } from './style.ts'
import { failedView, guidanceView, loadingView, type Shelved, type View } from './view.ts'

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
 * @fires handrail-ready once all of it has settled, after the first load and after every change. What ships is on the page
 *   before that: it does not wait for a local pack, which joins it when it has come
 * @fires handrail-error instead, once, when the cards could not be loaded, or the local pack is not what is shown
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
  /** What was last asked for, by the page and the day; `#turn` counts how often. */
  #wanted = ''
  #turn = 0
  /** Whether the next look goes beyond comparing them: it failed, there is a local pack, or the element had gone. */
  #isDue = false
  /** What is on the page, and what was last said of it. */
  #view: (View & { about: string }) | undefined
  #shown = ''
  #said = ''
  #left: AbortController | undefined

  constructor() {
    super()
    for (const name of MIRRORED) upgrade(this, name)
  }

  /** The day to show guidance for. Unset, which is usual, it is today in England. */
  get today(): PlainDate | undefined {
    return this.#today
  }

  set today(today: PlainDate | undefined) {
    this.#today = /^\d{4}-\d\d-\d\d$/.test(String(today)) ? today : undefined
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
    this.#watch()
    this.#queueRender()
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected) return // moved
      this.#left?.abort()
      this.#left = undefined
    })
  }

  /** Moved into another document, such as a frame's: it is dressed anew there. */
  adoptedCallback(): void {
    this.#isDue = true
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

  /** A page may stay open for days: it is looked at again when somebody comes back to it, and once an hour. */
  #watch(): void {
    if (this.#left) return
    this.#left = new AbortController()
    const { signal } = this.#left
    const look = () => this.#queueRender()
    document.addEventListener('visibilitychange', look, { signal })
    const timer = setInterval(look, LOOK_MS)
    signal.addEventListener('abort', () => clearInterval(timer))
  }

  async #render(): Promise<void> {
    const options = parseOptions((name) => this.getAttribute(name), this.baseURI)
    const today = this.#today ?? londonDate(Date.now())
    const wanted = JSON.stringify({ options, today })
    if (wanted !== this.#wanted) this.#said = ''
    else if (!this.#isDue) return // moved within the page, set to what it was, or already seen to
    this.#wanted = wanted
    this.#isDue = false
    const turn = ++this.#turn

    this.#root.adoptedStyleSheets = [guidanceStyle(this.ownerDocument)]
    if (!this.#root.firstChild) this.#root.append(loadingView(options))
    let event = 'handrail-ready'
    try {
      for await (const shelved of read(options, this.#view?.about === JSON.stringify(options))) {
        if (!this.#isStill(turn)) return
        this.#show(shelved, options, today)
        event = shelved.local?.trouble ? 'handrail-error' : 'handrail-ready'
      }
    } catch {
      // Only a file can be missing or of another release: a blocked or half-deployed page. The reader gets a sentence,
      // the host an event.
      if (!this.#isStill(turn)) return
      this.#view = undefined
      this.#shown = event = 'handrail-error'
      this.#root.replaceChildren(failedView(options))
    }
    if (!this.#isStill(turn)) return
    this.#isDue = event === 'handrail-error' || options.pack !== undefined // the shelf says when to ask for that again
    const said = event + this.#shown
    if (said === this.#said) return // looked again, and found what there was
    this.#said = said
    this.dispatchEvent(new CustomEvent(event, { bubbles: true, composed: true }))
  }

  /** Whether no later change has overtaken this one, and the element is still there. */
  #isStill(turn: number): boolean {
    if (turn !== this.#turn) return false
    if (!this.isConnected) this.#isDue = true
    return this.isConnected
  }

  #show(shelved: Shelved, options: Options, today: PlainDate): void {
    const about = JSON.stringify(options)
    const shown = [about, today, shelved.local?.pack?.version, shelved.local?.trouble].join()
    if (shown === this.#shown) return
    this.#shown = shown
    if (this.#view?.about !== about) this.#view = { about, ...guidanceView(options, this.#openIds) }
    this.#view.show(shelved, today)
    if (!this.#view.element.isConnected) this.#root.replaceChildren(this.#view.element)
  }
}

/** Past the hour for which a failed try is remembered. */
const LOOK_MS = HOUR_MS + MINUTE_MS

/**
 * What there is at once, and again what there is when the local pack has come, if it is asked for.
 *
 * @param isShown whether there is something on the page, which must not lose the local pack while it is asked for again
 */
async function* read({ transition, pack }: Options, isShown: boolean): AsyncGenerator<Shelved> {
  const shipped = isShipped(transition) ? await readShipped(transition) : undefined
  const joined = (local: Shelved['local']): Shelved => ({
    cards: joinPacks(shipped?.cards ?? [], local?.pack ? [local.pack] : [], transition),
    shipped,
    local,
  })
  if (!pack) return yield joined(undefined)
  if (pack === 'bad') return yield joined({ pack: undefined, trouble: 'unsigned' })
  const kept = await takeFromShelf(pack.thumbprint)
  if (shipped && !kept && !isShown) yield joined(undefined) // not even the part for local packs is waited for
  // That part may be missing as well: the cards that ship are here all the same.
  const part = await import('./local-pack.ts').catch(() => undefined)
  if (!part) return yield joined({ pack: undefined, trouble: 'unreachable' })
  for await (const local of part.readLocal(pack, kept, Date.now())) yield joined(local)
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
