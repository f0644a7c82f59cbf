import { expect } from 'chai'
import { STATUS_WORDS } from '../../src/record/status-words.ts'
import '../../widgets/guidance/define.ts'
import type { HandrailGuidance } from '../../widgets/guidance/element.ts'
import {
  change,
  changes,
  faults,
  first,
  headings,
  settled,
  show,
  TODAY,
  terms,
  text,
  texts,
  titles,
} from './guidance-page.ts'

/** What is listened to outside the element, and the timers that run: it must outlive none of them. */
const heard = new Set<object>()
for (const target of [window, document, document.documentElement]) {
  const listen = target.addEventListener.bind(target)
  target.addEventListener = (type: string, ...rest: [EventListenerOrEventListenerObject, AddEventListenerOptions?]) => {
    const listener = { type }
    if (!/^handrail-/.test(type)) heard.add(listener)
    rest[1]?.signal?.addEventListener('abort', () => heard.delete(listener))
    listen(type, ...rest)
  }
}
/** The timers that run, each with what it does. */
const timers = new Map<number, { act: () => void; everyMs: number }>()
const { setInterval: startTimer, clearInterval: stopTimer } = window
Object.assign(window, {
  setInterval: (act: () => void, everyMs: number) => {
    const timer = startTimer(act, everyMs)
    timers.set(timer, { act, everyMs })
    return timer
  },
  clearInterval: (timer: number) => {
    timers.delete(timer)
    stopTimer(timer)
  },
})

const realNow = Date.now
const { digest } = crypto.subtle

describe('<handrail-guidance>', () => {
  afterEach(() => {
    document.body.replaceChildren()
    Date.now = realNow
    crypto.subtle.digest = digest
  })

  it('shows cards under Now, Next and Later for the day it is', async () => {
    const element = await show({}, '2027-02-20')
    expect(headings(element, 'h3')).to.deep.equal(['Now', 'Next, within 12 weeks', 'Later'])
    expect(titles(element, 'next')).to.deep.equal(['Hand over what works', 'Ask the primary school three things'])
  })

  it('says that it is loading until the cards are here', async () => {
    const element = document.createElement('handrail-guidance') as HandrailGuidance
    await change(element, async () => {
      document.body.append(element)
      await Promise.resolve()
      expect(text(element)).to.equal('Loading the guidance…')
    })
    expect(text(element)).not.to.contain('Loading')
  })

  it('says so when there is nothing for now', async () => {
    expect(text(await show({}, '2027-02-20'), '.now')).to.contain('Nothing to do this week.')
  })

  it('orders cards by when they start', async () => {
    const element = await show()
    expect(titles(element, 'now')).to.deep.equal([
      'Bring the likely new school to the review',
      'Ask what they picture',
      'One adult for the whole run',
      'Put the year on one page',
    ])
  })

  it('opens and closes a card with its button', async () => {
    const element = await show()
    const button = first(element, 'button')
    const body = first(element, '.body')
    expect([button.getAttribute('aria-expanded'), body.hasAttribute('hidden')]).to.deep.equal(['false', true])
    button.click()
    expect([button.getAttribute('aria-expanded'), body.hasAttribute('hidden')]).to.deep.equal(['true', false])
    expect(terms(body)).to.deep.equal(['Do', 'Why', 'Say', 'Rather than', 'It worked if', 'If not', 'Whole class'])
    button.click()
    expect(body.hasAttribute('hidden')).to.equal(true)
  })

  it('opens the card that the browser’s own search finds', async () => {
    const element = await show()
    first(element, '.body').dispatchEvent(new Event('beforematch'))
    expect(first(element, 'button').getAttribute('aria-expanded')).to.equal('true')
  })

  it('keeps a card open when an attribute changes', async () => {
    const element = await show()
    first(element, 'button').click()
    await change(element, () => element.setAttribute('heading-level', '3'))
    expect(first(element, 'button').getAttribute('aria-expanded')).to.equal('true')
  })

  it('is honest about evidence, review, owner, version and dates', async () => {
    const words = text(await show())
    expect(words).to.contain('Practice consensus: not formally rated.')
    expect(words).to.contain('Draft: not yet reviewed by practitioners or the people it is about')
    expect(words).to.match(/The Handrail project · version \S+ · to be reviewed by 1 September 2027/)
    expect(words).to.contain('Your school’s may differ')
  })

  it('says when it is past its review date', async () => {
    expect(text(await show({}, '2027-09-01'))).not.to.contain('may be out of date')
    expect(text(await show({}, '2027-09-02'))).to.contain(
      'due to be checked by 1 September 2027 and may be out of date',
    )
  })

  it('shows schools no word that tells why a child has a plan, on any day', async () => {
    for (const day of [TODAY, '2027-03-15', '2027-07-12', '2027-09-03']) {
      expect((await show({}, day)).shadowRoot?.innerHTML).not.to.match(STATUS_WORDS)
    }
  })

  it('shows families their own cards, in their own words', async () => {
    const words = text(await show({ audience: 'family' }))
    expect(words).to.contain('The day the offer comes')
    expect(words).not.to.contain('Put the year on one page')
    expect(words).to.contain('Every family')
    expect(words).to.contain('Draft: not yet reviewed by practitioners or adopted people')
  })

  for (const [given, level] of [
    [undefined, 2],
    ['1', 1],
    ['4', 4],
    ['0', 2],
    ['5', 2],
    ['2.5', 2],
    ['<script>', 2],
  ] as const) {
    it(`has its title at level ${level} when heading-level is ${given}`, async () => {
      const element = await show(given === undefined ? {} : { 'heading-level': given })
      expect(headings(element, `h${level}`)[0]).to.equal('Year 6 to Year 7: the move to secondary school')
      expect(element.shadowRoot?.querySelectorAll(`h${level + 2} > button`)).to.have.lengthOf(12)
    })
  }

  it('takes a bad value as the default', async () => {
    const plain = await show()
    const odd = await show({ transition: 'toString', audience: '"><img src=x>', lang: 'cy' })
    expect(odd.shadowRoot?.innerHTML).to.equal(plain.shadowRoot?.innerHTML)
    expect(first(odd, '.guidance').lang).to.equal('en-GB')
  })

  it('renders once for many changes in one task', async () => {
    const element = await show()
    let renders = 0
    element.addEventListener('handrail-ready', () => renders++)
    await change(element, () => {
      element.setAttribute('audience', 'family')
      element.setAttribute('heading-level', '3')
      element.setAttribute('audience', 'class-teacher')
      element.setAttribute('audience', 'family')
    })
    await settled()
    expect(renders).to.equal(1)
    expect(headings(element, 'h3')[0]).to.contain('Year 6 to Year 7')
  })

  it('keeps what it shows when it is moved', async () => {
    const element = await show()
    first(element, 'button').click()
    const kept = first(element, '.guidance')
    document.body.append(document.createElement('main'))
    document.querySelector('main')?.append(element)
    await settled()
    expect(first(element, '.guidance')).to.equal(kept)
  })

  it('keeps its sizes and style in a page with a small root and strong opinions', async () => {
    const element = await show()
    document.documentElement.style.fontSize = '62.5%'
    document.body.style.cssText = 'font: italic 30px serif; text-transform: uppercase; letter-spacing: 9px'
    const { fontSize, fontStyle, textTransform, letterSpacing } = getComputedStyle(first(element, '.title'))
    expect([fontSize, fontStyle, textTransform, letterSpacing]).to.deep.equal(['16px', 'normal', 'none', 'normal'])
    expect(first(element, 'button').getBoundingClientRect().height).to.be.at.least(44)
    document.documentElement.removeAttribute('style')
    document.body.removeAttribute('style')
  })

  it('fits in 320 pixels, open', async () => {
    const element = await show()
    element.style.width = '320px'
    for (const button of element.shadowRoot?.querySelectorAll('button') ?? []) button.click()
    expect(first(element, '.guidance').scrollWidth).to.be.at.most(320)
  })

  for (const audience of ['class-teacher', 'family']) {
    it(`has no fault that axe can find, closed or open, for ${audience}`, async () => {
      const element = await show({ audience })
      expect(await faults(element)).to.deep.equal([])
      for (const button of element.shadowRoot?.querySelectorAll('button') ?? []) button.click()
      expect(await faults(element)).to.deep.equal([])
    })
  }

  it('takes a colour from the host page', async () => {
    const element = await show()
    element.style.setProperty('--handrail-surface', 'rgb(1, 2, 3)')
    expect(getComputedStyle(first(element, '.card')).backgroundColor).to.equal('rgb(1, 2, 3)')
  })

  it('makes no style or script element, and keeps nothing but its cards', async () => {
    const element = await show()
    expect(element.shadowRoot?.querySelector('style, script, img, iframe')).to.equal(null)
    expect([localStorage.length, sessionStorage.length, document.cookie]).to.deep.equal([0, 0, ''])
    const databases = (await indexedDB.databases()).map(({ name }) => name)
    expect(databases.filter((name) => name?.startsWith('handrail'))).to.deep.equal(['handrail-guidance'])
  })

  it('shows the whole class what is ahead, and what may come up in a lesson', async () => {
    const element = await show({ transition: 'school-year' }, '2027-03-01')
    expect(headings(element, 'h3').slice(0, 2)).to.deep.equal(['This week, whole class', 'Before a lesson'])
    expect(titles(element, 'now')).to.include('Mothering Sunday: a card for someone kind')
    expect(titles(element, 'lessons').join()).to.contain('Family trees')
    expect(text(element, '.lessons .when')).to.match(/Reception|Years?/)
    expect(element.shadowRoot?.innerHTML).not.to.match(STATUS_WORDS)
  })

  it('places a card that hangs on a birthday under no date', async () => {
    const element = await show({ transition: 'year-11-to-post-16', audience: 'family' })
    expect(titles(element, 'undated')).to.deep.equal(['Before eighteen, write down who stays'])
    expect(text(element, '.undated .when')).to.contain('26 weeks before the 18th birthday')
  })

  for (const [attributes, expected] of [
    [{ audience: 'current-setting' }, /^Current school/],
    [{ audience: 'receiving-setting' }, /^New school/],
    [{ audience: 'family' }, /^At home/],
  ] as const) {
    it(`shows only what is for ${attributes.audience}`, async () => {
      const where = texts((await show(attributes)).shadowRoot, '.when')
      expect(where.length).to.be.above(1)
      for (const words of where) expect(words).to.match(expected)
    })
  }

  it('shows one tier when it is asked for one', async () => {
    const element = await show({ tier: 'specialist' })
    expect(texts(element.shadowRoot, '.about p:first-child').join()).to.match(/^For a few pupils\./)
    expect(text(element, '.found')).to.equal('1 of 12 cards')
  })

  it('shows what fits the needs it is asked for, however they are written', async () => {
    const one = await show({ needs: 'sensory' })
    for (const fit of texts(one.shadowRoot, '.about p:first-child')) {
      expect(fit).to.match(/^For everyone|loud or busy rooms/)
    }
    expect(text(one, '.found')).to.match(/^\d of 12 cards$/)
    const two = await show({ needs: ' trust,  friendships sprouts' })
    expect(texts(two.shadowRoot, 'input:checked')).to.have.lengthOf(2)
  })

  it('finds cards by what they say, and says how many', async () => {
    const element = await show()
    await type(element, 'photo walk')
    expect(titlesOf(element)).to.include('Let them make the photo walk')
    expect(titlesOf(element).length).to.be.within(1, 3)
    expect(text(element, '.found')).to.match(/^\d of 12 cards$/)
    await type(element, 'zebra crossing')
    expect(text(element, '.results')).to.equal('No card fits. Try fewer words, or choose less.')
    await type(element, '')
    expect([titlesOf(element).length, text(element, '.found')]).to.deep.equal([12, ''])
  })

  it('keeps the place of whoever is typing', async () => {
    const element = await show()
    const input = first(element, 'input[type=search]')
    input.focus()
    await type(element, 'quiet')
    expect(element.shadowRoot?.activeElement === input).to.equal(true)
  })

  it('can be filtered by hand, by place, by tier and by need', async () => {
    const element = await show()
    await choose(element, '#where', 'receiving-setting')
    for (const words of texts(element.shadowRoot, '.when')) expect(words).to.match(/^New school/)
    await choose(element, '#where', 'class-teacher')
    await choose(element, '#how-many-pupils', 'targeted')
    for (const fit of texts(element.shadowRoot, '.about p:first-child')) expect(fit).to.match(/^For some pupils/)
    await choose(element, '#how-many-pupils', '')
    const box = first(element, '#need-sensory') as HTMLInputElement
    box.click()
    expect(text(element, 'summary')).to.equal('Choose what is shown (1 chosen)')
    const fits = texts(element.shadowRoot, '.about p:first-child')
    expect(fits.length).to.be.within(1, 11)
    for (const fit of fits) expect(fit).to.match(/^For everyone|loud or busy rooms/)
  })

  it('shows what is for everyone whatever is hard', async () => {
    const forEveryone = titlesOf(await show({ tier: 'universal' }))
    expect(forEveryone.length).to.be.above(1)
    expect(titlesOf(await show({ needs: 'memory' }))).to.include.members(forEveryone)
  })

  describe('on a page that stays open', () => {
    it('shows the cards of the new day to whoever comes back', async () => {
      const element = await showFrom('2027-02-20T12:00:00Z')
      expect(text(element, '.now')).to.contain('Nothing to do this week.')
      await change(element, () => comeBack('2027-07-01T12:00:00Z'))
      expect(titles(element, 'now').length).to.be.above(0)
    })

    it('shows the cards of the new day to whoever never left, within the hour', async () => {
      const element = await showFrom('2027-02-20T12:00:00Z')
      const [timer] = timers.values()
      expect(timer?.everyMs).to.be.within(3_600_000, 3_700_000)
      await change(element, () => {
        Date.now = () => Date.parse('2027-07-01T12:00:00Z')
        timer?.act()
      })
      expect(titles(element, 'now').length).to.be.above(0)
    })

    it('keeps what somebody has typed and chosen when the day changes', async () => {
      const element = await showFrom('2027-02-20T12:00:00Z')
      const input = first(element, 'input[type=search]')
      input.focus()
      await type(element, 'photo walk')
      await change(element, () => comeBack('2027-02-21T12:00:00Z'))
      expect(element.shadowRoot?.activeElement === input).to.equal(true)
      expect(titlesOf(element).length).to.be.within(1, 3)
    })

    it('touches nothing and says nothing when nothing has changed', async () => {
      const element = await showFrom('2027-02-20T12:00:00Z')
      const told = changes(element)
      let events = 0
      element.addEventListener('handrail-ready', () => events++)
      comeBack('2027-02-20T13:00:00Z')
      await settled()
      expect([told(), events]).to.deep.equal([0, 0])
    })

    it('tries again after a failure, until it is there', async () => {
      crypto.subtle.digest = () => Promise.reject(new Error('no'))
      const element = await show({ audience: 'family' }, undefined, 'handrail-error')
      expect(text(element)).to.contain('did not load')
      let errors = 0
      element.addEventListener('handrail-error', () => errors++)
      await new Promise<void>((resolve) => {
        crypto.subtle.digest = () => {
          resolve()
          return Promise.reject(new Error('no'))
        }
        comeBack()
      })
      crypto.subtle.digest = digest
      await settled()
      expect(errors).to.equal(0) // the same failure is said once
      await change(element, () => comeBack())
      expect(titlesOf(element).length).to.be.above(1)
    })

    it('goes on looking after it has been moved', async () => {
      const element = await showFrom('2027-02-20T12:00:00Z')
      document.body.append(document.createElement('main'))
      document.querySelector('main')?.append(element)
      await settled()
      await change(element, () => comeBack('2027-07-01T12:00:00Z'))
      expect(titles(element, 'now').length).to.be.above(0)
    })
  })

  for (const [property, attribute, value] of [
    ['transition', 'transition', 'school-year'],
    ['audience', 'audience', 'family'],
    ['tier', 'tier', 'targeted'],
    ['needs', 'needs', 'trust sensory'],
    ['pack', 'pack', 'https://agency.example/pack.jws'],
    ['headingLevel', 'heading-level', '3'],
  ] as const) {
    it(`mirrors ${attribute} in its property`, () => {
      const element = document.createElement('handrail-guidance') as HandrailGuidance
      element[property] = value
      expect(element.getAttribute(attribute)).to.equal(value)
      element.setAttribute(attribute, 'other')
      expect(element[property]).to.equal('other')
      element[property] = null
      expect([element.hasAttribute(attribute), element[property]]).to.deep.equal([false, ''])
    })
  }

  it('fires events that cross shadow roots and say nothing', async () => {
    const host = document.createElement('div')
    document.body.append(host)
    const inner = document.createElement('handrail-guidance') as HandrailGuidance
    const fired = new Promise<Event>((resolve) => document.addEventListener('handrail-ready', resolve, { once: true }))
    host.attachShadow({ mode: 'open' }).append(inner)
    const event = (await fired) as CustomEvent
    expect([event.composed, event.bubbles, event.detail]).to.deep.equal([true, true, null])
  })

  it('has slots for words of the page, and shows no other child of it', async () => {
    const element = await show()
    element.innerHTML = '<p slot="intro">From us</p><p slot="help">Ask Jo</p><p id="without">Needs JavaScript</p>'
    const assigned = [...(element.shadowRoot?.querySelectorAll('slot') ?? [])].map((slot) => slot.assignedElements())
    expect(assigned.flat().map(({ textContent }) => textContent)).to.deep.equal(['From us', 'Ask Jo'])
    expect(document.querySelector('#without')?.getBoundingClientRect().height).to.equal(0)
  })

  it('can be styled by the page through its parts', async () => {
    const style = document.createElement('style')
    style.textContent = 'handrail-guidance::part(title) { color: rgb(4, 5, 6) }'
    document.body.append(style)
    const element = await show()
    expect(getComputedStyle(first(element, '.name')).color).to.equal('rgb(4, 5, 6)')
  })

  it('keeps its words to itself on a page that resets everything', async () => {
    const style = document.createElement('style')
    style.textContent = `* { all: unset !important; margin: 9px !important; font: 8px fantasy !important; color: pink !important }
      handrail-guidance { display: inline !important; font-size: 1px !important; transform: skew(9deg) !important }`
    document.head.append(style)
    const element = await show()
    const { fontFamily, color, margin } = getComputedStyle(first(element, '.title'))
    style.remove()
    expect([fontFamily, margin]).to.deep.equal(['system-ui, sans-serif', '0px'])
    expect(color).not.to.equal('rgb(255, 192, 203)')
  })

  it('leaves nothing behind after ten times on and off the page', async () => {
    const left = () => ({ nodes: document.querySelectorAll('*').length, listeners: heard.size, timers: timers.size })
    await settled()
    const before = left()
    const element = await show()
    for (let time = 0; time < 10; time++) {
      element.remove()
      await change(element, () => {
        element.setAttribute('heading-level', String(1 + (time % 4)))
        document.body.append(element)
      })
    }
    expect(element.shadowRoot?.querySelectorAll('.guidance')).to.have.lengthOf(1)
    expect([heard.size, timers.size]).to.deep.equal([before.listeners + 1, before.timers + 1])
    element.remove()
    await Promise.resolve()
    expect(left()).to.deep.equal(before)
  })

  it('is dressed anew when it is moved into a frame, and when it comes back', async () => {
    const element = await show()
    const frame = document.createElement('iframe')
    document.body.append(frame)
    for (const body of [frame.contentDocument?.body, document.body]) {
      body?.append(element)
      await settled()
      expect(element.shadowRoot?.adoptedStyleSheets).to.have.lengthOf(1)
      expect(text(element)).to.contain('Put the year on one page')
    }
  })

  it('reads from left to right on a page that does not', async () => {
    document.documentElement.dir = 'rtl'
    const element = await show()
    expect(getComputedStyle(first(element, '.guidance')).direction).to.equal('ltr')
    document.documentElement.removeAttribute('dir')
  })

  it('takes what is no day as today', async () => {
    const element = await show()
    element.today = 'tomorrow'
    expect(element.today).to.equal(undefined)
  })

  it('lives beside another of its kind', async () => {
    const [school, home] = [await show(), await show({ audience: 'family' })]
    first(home, 'button').click()
    expect(school.shadowRoot?.querySelector('[aria-expanded="true"]')).to.equal(null)
  })
})

/** Shown at a moment, with no day set by the page. */
async function showFrom(moment: string): Promise<HandrailGuidance> {
  Date.now = () => Date.parse(moment)
  const element = document.createElement('handrail-guidance') as HandrailGuidance
  await change(element, () => document.body.append(element))
  return element
}

function comeBack(moment?: string): void {
  if (moment) Date.now = () => Date.parse(moment)
  document.dispatchEvent(new Event('visibilitychange'))
}

function titlesOf(element: HandrailGuidance): string[] {
  return texts(element.shadowRoot, '.title')
}

async function type(element: HandrailGuidance, words: string): Promise<void> {
  const input = first(element, 'input[type=search]') as HTMLInputElement
  input.value = words
  input.dispatchEvent(new Event('input', { bubbles: true }))
}

async function choose(element: HandrailGuidance, selector: string, value: string): Promise<void> {
  const select = first(element, selector) as HTMLSelectElement
  select.value = value
  select.dispatchEvent(new Event('change', { bubbles: true }))
}
