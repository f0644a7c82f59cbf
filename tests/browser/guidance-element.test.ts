import { expect } from 'chai'
import 'axe-core'
import { loadPack } from '../../src/guidance/load-pack.ts'
import { STATUS_WORDS } from '../../src/record/status-words.ts'
import '../../widgets/guidance/define.ts'
import type { HandrailGuidance } from '../../widgets/guidance/element.ts'

/** The package puts itself on the window. */
declare const axe: typeof import('axe-core')

const TODAY = '2026-11-21'

describe('<handrail-guidance>', () => {
  afterEach(() => document.body.replaceChildren())

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

  it('makes no style or script element, and keeps nothing', async () => {
    const element = await show()
    expect(element.shadowRoot?.querySelector('style, script, img, iframe')).to.equal(null)
    expect([localStorage.length, sessionStorage.length, document.cookie]).to.deep.equal([0, 0, ''])
  })

  it('lives beside another of its kind', async () => {
    const [school, home] = [await show(), await show({ audience: 'family' })]
    first(home, 'button').click()
    expect(school.shadowRoot?.querySelector('[aria-expanded="true"]')).to.equal(null)
  })
})

async function show(attributes: Record<string, string> = {}, today = TODAY): Promise<HandrailGuidance> {
  const element = document.createElement('handrail-guidance') as HandrailGuidance
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.today = today
  await change(element, () => document.body.append(element))
  return element
}

/** Does something, and waits until the element has shown it. */
async function change(element: HandrailGuidance, act: () => void | Promise<void>): Promise<void> {
  const ready = new Promise((resolve) => element.addEventListener('handrail-ready', resolve, { once: true }))
  await act()
  await ready
}

/** Waits for what a render already queued waits for, in the same order: a microtask, then the pack. */
async function settled(): Promise<void> {
  await Promise.resolve()
  await loadPack('year-6-to-7')
  await new Promise((resolve) => setTimeout(resolve))
}

async function faults(element: HTMLElement): Promise<string[]> {
  const { violations } = await axe.run(element)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

function first(element: HandrailGuidance, selector: string): HTMLElement {
  const found = element.shadowRoot?.querySelector<HTMLElement>(selector)
  if (!found) throw new Error(`no ${selector}`)
  return found
}

function text(element: HandrailGuidance, selector = '.guidance'): string {
  return first(element, selector).textContent ?? ''
}

function texts(root: ParentNode | null, selector: string): string[] {
  return [...(root?.querySelectorAll(selector) ?? [])].map((found) => found.textContent ?? '')
}

function headings(element: HandrailGuidance, tag: string): string[] {
  return texts(element.shadowRoot, tag)
}

function titles(element: HandrailGuidance, section: string): string[] {
  return texts(element.shadowRoot, `.${section} .title`)
}

function terms(body: HTMLElement): string[] {
  return texts(body, 'dt')
}
