import { londonDate, type PlainDate } from '../../src/core/time.ts'
import { loadPack } from '../../src/guidance/load-pack.ts'
import { ATTRIBUTES, type Options, parseOptions } from './options.ts'
import { guidanceStyle } from './style.ts'
import { failedView, guidanceView, loadingView } from './view.ts'

/**
 * `<handrail-guidance>`: what helps at a move between schools, for anybody, about nobody. Shows public cards from its
 * own files; asks for nothing, keeps nothing and sends nothing.
 *
 * @attribute transition which move: `year-6-to-7` (the default, and so far the only one)
 * @attribute audience `class-teacher` (the default) or `family`
 * @attribute heading-level the level of its title in the page, 1 to 4; 2 by default
 * @attribute lang the language asked for; English so far
 * @fires handrail-ready when the cards are on the page, after the first load and after every change
 * @fires handrail-error when they could not be loaded
 * @cssprop --handrail-paper, --handrail-surface, --handrail-ink, --handrail-soft, --handrail-line, --handrail-accent,
 *   --handrail-soon, --handrail-font, --handrail-font-size
 */
export class HandrailGuidance extends HTMLElement {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES

  readonly #root = this.attachShadow({ mode: 'open' })
  readonly #openIds = new Set<string>()
  #today: PlainDate | undefined
  #shown = ''

  /** The day to show guidance for. Unset, which is usual, it is today in England. */
  get today(): PlainDate | undefined {
    return this.#today
  }

  set today(today: PlainDate | undefined) {
    this.#today = today
    this.#queueRender()
  }

  connectedCallback(): void {
    this.#queueRender()
  }

  attributeChangedCallback(): void {
    this.#queueRender()
  }

  /** Several changes in one task make one render: the first to run sees them all, the others find nothing new. */
  #queueRender(): void {
    queueMicrotask(() => {
      if (this.isConnected) void this.#render()
    })
  }

  async #render(): Promise<void> {
    const options = parseOptions((name) => this.getAttribute(name))
    const today = this.#today ?? londonDate(Date.now())
    const wanted = JSON.stringify([options, today])
    if (wanted === this.#shown) return // moved within the page, set to what it was, or already seen to
    this.#shown = wanted

    this.#root.adoptedStyleSheets = [guidanceStyle()]
    if (!this.#root.firstChild) this.#root.append(loadingView(options))
    const view = await this.#view(options, today)
    if (wanted !== this.#shown) return // a later change overtook this one
    this.#root.replaceChildren(view.element)
    this.dispatchEvent(new CustomEvent(view.event, { bubbles: true, composed: true }))
  }

  async #view(options: Options, today: PlainDate): Promise<{ element: HTMLElement; event: string }> {
    try {
      const pack = await loadPack(options.transition)
      return { element: guidanceView(pack, options, today, this.#openIds), event: 'handrail-ready' }
    } catch {
      // Only the file can be missing: a blocked or half-deployed page. The reader gets a sentence, the host an event.
      return { element: failedView(options), event: 'handrail-error' }
    }
  }
}
