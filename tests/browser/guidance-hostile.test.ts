import { signal } from '@preact/signals'
import { expect } from 'chai'
import { deleteDB } from 'idb'
import { type ComponentChild, h, render } from 'preact'
import type { App } from '../../src/app/app.ts'
import { type Card, PARTS } from '../../src/guidance/card.ts'
import { isShipped, loadPack } from '../../src/guidance/load-pack.ts'
import { parsePack } from '../../src/guidance/local/parse-pack.ts'
import { OCCASIONS } from '../../src/guidance/transition.ts'
import { GuidanceCards, LookAgain } from '../../src/ui/child/guidance-cards.tsx'
import { WholeClass } from '../../src/ui/lock/whole-class.tsx'
import { LocalGuidance } from '../../src/ui/options/local-guidance.tsx'
import type { PageState } from '../../src/ui/page-state.ts'
import { writePackRow } from '../../src/vault/packs.ts'
import '../../widgets/guidance/define.ts'
import type { HandrailGuidance } from '../../widgets/guidance/element.ts'
import { type Attribute, parseOptions } from '../../widgets/guidance/options.ts'
import { guidanceView } from '../../widgets/guidance/view.ts'
import { EVASIONS, MUTATIONS } from '../fixtures/evasions.ts'
import { createAgency, writtenCard, writtenPack } from '../fixtures/sign-pack.ts'
import { exampleCard } from '../unit/guidance/example-card.ts'
import { openBrowser, type TestBrowser } from './open-app.ts'

/*
 * A local pack whose author means harm. Whatever its fields hold is either refused or shown as the text that it is: what
 * is on the page is, element for element, what a harmless word shows there. Nothing runs, and nothing is asked for.
 */

const TEXTS = [...EVASIONS.map(({ text }) => text), ...MUTATIONS]
const TODAY = '2026-11-21'
const NOON_MS = Date.parse(`${TODAY}T12:00:00Z`)

/** Stands where a hostile text will stand. An address that is a link has a whole one, since no other is taken. */
const WORD = 'Harmless'
const LINK = 'https://harmless.example/'

/** A move that no cards ship for: the title of the local pack is the title of the element. */
const MOVE = 'first-to-middle'
const RATED = { scheme: 'nice', rating: 'offer', on: '2026-01-10', link: 'https://nice.example/1' } as const
const REVIEWED = { role: 'a teacher', organisation: 'North School', on: '2026-11-01' }

/** Every place in a card that holds words or a link, each with a text in it. */
const CARD_FIELDS: Record<string, (text: string) => object> = {
  title: (text) => ({ title: text }),
  'lesson it comes up in': (text) => ({ comesUpIn: text }),
  ...Object.fromEntries(
    Object.entries(PARTS).map(([part, label]) => [
      `"${label}"`,
      (text: string) => ({ parts: { ...exampleCard.parts, [part]: text } }),
    ]),
  ),
  source: (text) => ({ sources: [{ ...exampleCard.sources[0], title: text }] }),
  "source's link": (text) => ({ sources: [{ ...exampleCard.sources[0], link: text }] }),
  "reviewer's role": (text) => ({ review: { ...REVIEWED, role: text } }),
  "reviewer's organisation": (text) => ({ review: { ...REVIEWED, organisation: text } }),
  rating: (text) => ({ evidence: { ...RATED, rating: text } }),
  "rating's link": (text) => ({ evidence: { ...RATED, link: text } }),
}
const LINK_FIELDS = ["source's link", "rating's link"]

describe('hostile strings', () => {
  it('do run, and do ask, where they are taken for markup', async () => {
    const outcomes = await Promise.all(EVASIONS.map(({ text }) => asMarkup(text)))
    expect(outcomes.filter(({ ran }) => ran).length).to.be.at.least(50)
    expect(outcomes.filter(({ asked }) => asked).length).to.be.at.least(50)
  })
})

describe('a hostile pack of guidance', () => {
  let watch: Watch
  before(async () => {
    await warmUp()
    watch = startWatch()
  })
  afterEach(async () => {
    document.body.replaceChildren()
    expect(await watch.seen()).to.deep.equal([])
  })
  after(async () => {
    watch.stop()
    await deleteDB('handrail-guidance')
  })

  for (const [field, put] of Object.entries(CARD_FIELDS)) {
    it(`is refused or shown as text, whatever the ${field} of a card holds`, async () => {
      const word = LINK_FIELDS.includes(field) ? LINK : WORD
      const takes = (text: string) => parsePack(packOf([localCard('x', put(text))])).kind === 'pack'
      const sound = TEXTS.filter(takes)
      expect(sound.length).to.be.within(field === 'rating' ? 0 : 1, TEXTS.length - 60) // a rating is one of its scheme's
      if (sound.length === 0) return

      const harmless = await goTheRoad(watch, packOf([localCard('x', put(word))]))
      const shown = await goTheRoad(watch, packOf(sound.map((text, index) => localCard(String(index), put(text)))))
      expect(shown).to.deep.include({ event: 'handrail-ready', strange: [] })
      expect(shown.cards.size).to.equal(sound.length)
      for (const [index, text] of sound.entries()) {
        const expected = (harmless.cards.get('x') ?? '').replaceAll(`${MOVE}-x`, `${MOVE}-${index}`)
        expect(shown.cards.get(String(index))).to.equal(expected.replaceAll(word, () => text.trim()))
      }
    })
  }

  it('is refused or shown as text, whatever its own title and owner hold', async () => {
    const pack = (text: string) => ({ ...packOf([localCard('x')]), title: text, owner: text })
    const [harmless, refused] = [await goTheRoad(watch, pack(WORD)), await goTheRoad(watch, pack(''))]
    let refusals = 0
    await inLanes(TEXTS, async (text) => {
      const { event, picture, strange } = await goTheRoad(watch, pack(text))
      const isShown = event === 'handrail-ready'
      if (!isShown) refusals++
      expect(picture).to.equal(isShown ? harmless.picture.replaceAll(WORD, () => text.trim()) : refused.picture)
      expect(strange).to.deep.equal([])
    })
    expect(refusals).to.be.within(60, TEXTS.length - 80)
  })

  it('leaves nothing of itself on the page when it is refused', async () => {
    const everywhere = (text: string) => {
      const card = Object.values(CARD_FIELDS).reduce((all, put) => merge(all, put(text)), {})
      return { ...packOf([localCard('x', card)]), title: text, owner: text }
    }
    const refused = await goTheRoad(watch, packOf([]))
    await inLanes(TEXTS, async (text) => {
      expect(await goTheRoad(watch, everywhere(text))).to.deep.equal(refused)
    })
    expect(refused).to.deep.include({ event: 'handrail-error', strange: [] })
  })

  it('does nothing on the element, even past every check', () => {
    const harmless = viewOf(WORD)
    const wrong = TEXTS.filter((text) => {
      const { picture, strange } = viewOf(text)
      return picture !== harmless.picture.replaceAll(WORD, () => text) || strange.length > 0
    })
    expect(wrong).to.deep.equal([])
  })

  for (const reader of ['school', 'family'] as const) {
    it(`does nothing on the page of a child, for a ${reader}, even past every check`, async () => {
      const page = { app: { now: () => NOON_MS } } as PageState
      const props = { page, child: 'child', reader, onAct: async () => {}, onNotWorking: () => {} }
      const since = '2026-09-01'
      const rendered = (text: string) => {
        const card = hostileCard(text, { for: reader === 'family' ? 'family' : 'current-setting' })
        const suggestions = [{ card, from: TODAY, until: TODAY, reason: text, tick: { since } }]
        const toLookAt = [{ card, since, lookedOn: undefined, due: 'late' as const }]
        const place = mount([h(GuidanceCards, { ...props, suggestions }), h(LookAgain, { ...props, toLookAt })])
        return inspect(place)
      }
      const harmless = rendered(WORD)
      const wrong = TEXTS.filter((text) => {
        const { picture, strange } = rendered(text)
        return picture !== harmless.picture.replaceAll(WORD, () => text) || strange.length > 0
      })
      expect(wrong).to.deep.equal([])
    })
  }

  describe('in a vault', () => {
    let browser: TestBrowser
    let app: App
    before(async () => {
      browser = openBrowser(NOON_MS)
      app = await browser.openPage()
    })
    after(() => browser.close())

    it('does nothing before a lesson, even past every check', async () => {
      const shipped = (await loadPack('school-year')).cards // what ships is not checked again: this is the way past
      const kept = [...shipped]
      const itemsOf = async (texts: string[]) => {
        shipped.splice(0, shipped.length, ...texts.flatMap(classCards))
        const place = mount(h(WholeClass, { app }))
        await appears(place, 'section')
        const items = [...place.querySelectorAll('li')].map((item) => inspect(item))
        render(null, place)
        return items
      }
      const harmless = (await itemsOf([WORD])).filter(({ picture }) => picture.includes(WORD))
      expect(harmless).to.have.lengthOf(2)
      const items = await itemsOf(TEXTS)
      shipped.splice(0, shipped.length, ...kept)

      const pictures = new Set(items.map(({ picture }) => picture))
      const expected = TEXTS.flatMap((text) => harmless.map(({ picture }) => picture.replaceAll(WORD, () => text)))
      expect(expected.filter((picture) => !pictures.has(picture))).to.deep.equal([])
      expect(items.flatMap(({ strange }) => strange)).to.deep.equal([])
    })

    it('does nothing among the settings', async () => {
      const texts = [WORD, ...TEXTS]
      await inLanes(texts, async (text) => {
        const { thumbprint, sign } = await createAgency()
        const jws = await sign(writtenPack({ title: text, owner: text }))
        const at = { readAtMs: NOON_MS, triedAtMs: NOON_MS, trouble: '' }
        const row = { id: thumbprint, url: 'https://agency.example/pack.jws', jws, version: '1.0.0', ...at }
        await writePackRow(app.vault, row, undefined)
      })
      const page = { app, version: signal(0), look: async () => {} } as unknown as PageState
      const place = mount(h(LocalGuidance, { page }))
      await appears(place, 'section')
      const items = [...place.querySelectorAll('.sources > li')].map((item) => inspect(item))
      expect(items).to.have.lengthOf(texts.length)
      expect(items.flatMap(({ strange }) => strange)).to.deep.equal([])

      const harmless = items.find(({ picture }) => picture.includes(WORD))?.picture ?? ''
      const possible = new Set(texts.map((text) => harmless.replaceAll(WORD, () => text.trim())))
      const shown = items.filter(({ picture }) => possible.has(picture))
      const refused = items.filter(({ picture }) => !picture.includes('__ran') && picture.includes('notice warning'))
      expect(shown.length).to.be.at.least(80)
      expect(shown.length + refused.length).to.equal(texts.length)
      render(null, place)
    })
  })
})

function packOf(cards: object[]): object {
  return writtenPack({ cards })
}

/** A card as it travels, for a move that no cards ship for. */
function localCard(name: string, more: object = {}): object {
  const usual = { id: `${MOVE}/${name}`, transition: MOVE, evidence: RATED, review: REVIEWED }
  return writtenCard(merge(usual, more))
}

/** What belongs together in a card, put together. */
function merge(one: Record<string, unknown>, more: object): Record<string, unknown> {
  const joined = { ...one }
  for (const [key, value] of Object.entries(more)) {
    const before = joined[key]
    if (Array.isArray(before)) joined[key] = [{ ...before[0], ...value[0] }]
    else joined[key] = before && typeof value === 'object' ? { ...before, ...value } : value
  }
  return joined
}

/** A card that no check has seen. Its links are good ones: that they are is for the checks to see to. */
function hostileCard(text: string, more: Partial<Card> = {}): Card {
  const parts = Object.fromEntries(Object.keys(PARTS).map((part) => [part, text])) as Card['parts']
  return {
    ...exampleCard,
    title: text,
    parts,
    evidence: { ...RATED, rating: text },
    sources: [{ title: text, link: LINK, read: TODAY }],
    review: { role: text, organisation: text, on: TODAY },
    local: { owner: text, version: text },
    ...more,
  }
}

/** One for this week, and one for a lesson. */
function classCards(text: string, index = 0): Card[] {
  const day = (anchor: 'year-start' | 'last-day') => ({ anchor, offsetDays: 0 })
  const card = hostileCard(text, {
    transition: 'school-year',
    tier: 'universal',
    when: { from: day('year-start'), until: day('last-day') },
  })
  return [
    { ...card, id: `school-year/week-${index}` },
    { ...card, id: `school-year/lesson-${index}`, comesUpIn: text },
  ]
}

/** `cards`: the picture of each, by its name. */
type Arrived = Inspected & { event: string; cards: Map<string, string> }

/** Goes the whole road: signed, fetched, checked, shown, and opened as far as it opens. */
async function goTheRoad(watch: Pick<Watch, 'packs'>, pack: object): Promise<Arrived> {
  const { thumbprint, sign } = await createAgency() // a new one each time, so that no pack is another's next version
  const url = `https://agency.example/${thumbprint}.jws`
  watch.packs.set(url, await sign(pack))
  const element = document.createElement('handrail-guidance') as HandrailGuidance
  element.setAttribute('transition', MOVE)
  element.setAttribute('pack', `${url}#${thumbprint}`)
  element.today = TODAY
  const fired = new Promise<string>((resolve) => {
    for (const type of ['handrail-ready', 'handrail-error']) element.addEventListener(type, () => resolve(type))
  })
  document.body.append(element)
  const event = await fired
  const root = element.shadowRoot as ShadowRoot
  const inspected = inspect(root)
  const articles = [...root.querySelectorAll('article')]
  const cards = articles.map((card) => [card.lastElementChild?.id.slice(MOVE.length + 1), pictureOf(card)] as const)
  element.remove()
  return { ...inspected, event, cards: new Map(cards.map(([name = '', picture]) => [name, picture])) }
}

function viewOf(text: string): Inspected {
  const attributes: Partial<Record<Attribute, string>> = {
    transition: MOVE,
    pack: `https://agency.example/p#${'A'.repeat(43)}`,
  }
  const options = parseOptions((name) => attributes[name] ?? null, document.baseURI)
  const cards = [hostileCard(text), hostileCard(text, { id: `${MOVE}/lesson`, comesUpIn: text })]
  const pack = { id: 'pack', title: text, owner: text, version: text, reviewBy: TODAY, cards }
  const host = document.createElement('div')
  const root = host.attachShadow({ mode: 'open' })
  document.body.append(host)
  const view = guidanceView(options, new Set())
  view.show({ cards, shipped: undefined, local: { pack, trouble: 'older' } }, TODAY)
  root.append(view.element)
  const inspected = inspect(root)
  host.remove()
  return inspected
}

function mount(view: ComponentChild): HTMLElement {
  const place = document.createElement('div')
  document.body.append(place)
  render(view, place)
  return place
}

/** Waits until what loads has been rendered. */
async function appears(place: HTMLElement, selector: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = () => {
      if (place.querySelector(selector)) resolve()
    }
    new MutationObserver(look).observe(place, { childList: true, subtree: true })
    look()
  })
}

/** `picture`: every element, attribute and text. `strange`: what has no place among guidance. */
type Inspected = { picture: string; strange: string[] }

/** Opens all there is to open, presses every link, and looks at every node. */
function inspect(root: ParentNode & Node): Inspected {
  for (const closed of root.querySelectorAll<HTMLElement>('button[aria-expanded="false"]')) closed.click()
  for (const details of root.querySelectorAll('details')) details.open = true
  const links = [...root.querySelectorAll<HTMLElement>('a')]
  // Pressed, and followed no further: what a good link asks for is for the reader to decide.
  for (const link of links) link.addEventListener('click', (event) => event.preventDefault())
  for (const link of links) link.click?.()
  const strange = [...root.querySelectorAll('*')].flatMap((element) => [
    ...(STRANGE.includes(element.localName) || !(element instanceof HTMLElement) ? [element.localName] : []),
    ...[...element.attributes].flatMap(({ name, value }) => (isStrange(name, value) ? [`${name}=${value}`] : [])),
    ...(element instanceof HTMLAnchorElement && element.protocol !== 'https:' ? [element.protocol] : []),
  ])
  return { picture: [...root.childNodes].map(pictureOf).join(''), strange }
}

const STRANGE = ['script', 'img', 'iframe', 'frame', 'object', 'embed', 'applet', 'link', 'style', 'base', 'meta']
STRANGE.push('form', 'audio', 'video', 'source', 'picture', 'template', 'marquee', 'portal')
const ASKING = ['src', 'srcset', 'srcdoc', 'action', 'formaction', 'background', 'poster', 'ping', 'data', 'style']

function isStrange(name: string, value: string): boolean {
  if (name === 'href') return !value.startsWith('https://')
  return name.startsWith('on') || name.includes(':') || ASKING.includes(name)
}

function pictureOf(node: Node): string {
  if (!(node instanceof Element)) return `[${node.nodeName}|${node.nodeValue}]`
  const attributes = [...node.attributes].map(({ name, value }) => ` ${name}=[${value}]`).join('')
  return `(${node.localName}${attributes}${[...node.childNodes].map(pictureOf).join('')})`
}

type Watch = {
  /** The signed packs that may be asked for, by address. */
  packs: Map<string, string>
  /** What has run, been said or been asked for, up to now. */
  seen(): Promise<string[]>
  stop(): void
}

/** Everything that the page loads of itself is loaded once, so that whatever is asked for later is not it. */
async function warmUp(): Promise<void> {
  await import('../../widgets/guidance/local-pack.ts')
  await Promise.all(OCCASIONS.filter(isShipped).map(loadPack))
}

function startWatch(): Watch {
  const seen: string[] = []
  const asked: string[] = []
  const packs = new Map<string, string>()
  const undo: (() => void)[] = []
  const page = window as unknown as Record<string, unknown>
  const replace = (owner: object, name: string, value: unknown) => {
    const before = Object.getOwnPropertyDescriptor(owner, name)
    Object.defineProperty(owner, name, { value, configurable: true, writable: true })
    undo.push(() => {
      if (before) Object.defineProperty(owner, name, before)
      else delete (owner as Record<string, unknown>)[name]
    })
  }
  const note =
    (what: string) =>
    (...given: unknown[]) =>
      void seen.push(`${what} ${given.map(String).join()}`)

  for (const name of ['__ran', 'alert', 'confirm', 'prompt', 'print', 'open']) replace(window, name, note(name))
  const { fetch } = window
  replace(window, 'fetch', async (address: RequestInfo | URL) => {
    const jws = packs.get(String(address))
    if (jws !== undefined) return new Response(jws)
    seen.push(`fetch ${address}`)
    throw new TypeError('nothing else may be asked for')
  })
  for (const name of ['Image', 'WebSocket', 'EventSource', 'Worker']) {
    const Real = page[name] as new (...given: unknown[]) => object
    replace(
      window,
      name,
      class extends Real {
        constructor(...given: unknown[]) {
          seen.push(`${name} ${given}`)
          super(...given)
        }
      },
    )
  }
  replace(navigator, 'sendBeacon', note('beacon'))
  replace(XMLHttpRequest.prototype, 'open', note('request'))

  const policy = document.createElement('meta')
  policy.httpEquiv = 'Content-Security-Policy'
  policy.content = POLICY
  document.head.append(policy)
  const until = new AbortController()
  const { signal } = until
  const onViolation = ({ violatedDirective, blockedURI }: SecurityPolicyViolationEvent) =>
    seen.push(`${violatedDirective} ${blockedURI}`)
  document.addEventListener('securitypolicyviolation', onViolation, { signal })
  const last = `${location.origin}/package.json?last=`
  let asks = 0
  let onLast: (url: string) => void = () => {}
  const observer = new PerformanceObserver((list) => {
    for (const { name } of list.getEntries()) {
      asked.push(name)
      onLast(name)
    }
  })
  observer.observe({ type: 'resource' })
  return {
    packs,
    seen: async () => {
      const url = `${last}${asks++}`
      const reported = new Promise<void>((resolve) => {
        onLast = (name) => name === url && resolve()
      })
      await fetch(url) // the browser has told of everything before it when it tells of this
      await reported
      return [...seen, ...asked.filter((name) => !name.startsWith(last))]
    },
    stop: () => {
      until.abort()
      observer.disconnect()
      for (const back of undo.reverse()) back()
    },
  }
}

/** Scripts in the page may run, so that they are counted; whatever is asked for is told of and not had. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
  "connect-src 'self' ws:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const MOST_MS = 6000

/** A frame of its own takes a string for markup, presses and points at all there is, and says what came of it. */
async function asMarkup(text: string): Promise<{ ran: boolean; asked: boolean }> {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin')
  frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'">
    <script>
      const tell = (what) => parent.postMessage(what, '*')
      window.__ran = () => tell('ran')
      addEventListener('securitypolicyviolation', () => tell('asked'))
      addEventListener('load', () => {
        for (const one of document.querySelectorAll('*')) {
          for (const type of ['pointerenter', 'pointerover', 'mouseenter', 'focus']) one.dispatchEvent(new Event(type))
          if (!/^(https?|about):/.test(one.href)) one.click?.()
        }
        setTimeout(tell, 200, 'done') // nothing says that a browser has no more to do
      })
    </script><body>${text}`
  const outcome = { ran: false, asked: false }
  const over = new AbortController()
  await new Promise<void>((resolve) => {
    const onMessage = ({ source, data }: MessageEvent) => {
      if (source !== frame.contentWindow) return
      if (data === 'ran') outcome.ran = true
      if (data === 'asked') outcome.asked = true
      if (data === 'done') resolve()
    }
    let loads = 0
    const onLoad = () => ++loads > 1 && resolve() // it has gone elsewhere, as some of them do
    window.addEventListener('message', onMessage, over)
    frame.addEventListener('load', onLoad, over)
    setTimeout(resolve, MOST_MS) // or it never ends, as some of them do
    document.body.append(frame)
  })
  over.abort()
  frame.remove()
  return outcome
}

const LANES = 20

/** Does them all, several at a time. */
async function inLanes<One>(ones: readonly One[], work: (one: One) => Promise<void>): Promise<void> {
  const left = [...ones]
  const lane = async () => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) await work(one)
  }
  try {
    await Promise.all(Array.from({ length: LANES }, lane))
  } finally {
    left.length = 0 // after a failure the others stop as well
  }
}
