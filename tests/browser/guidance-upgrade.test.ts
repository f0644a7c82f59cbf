import { expect } from 'chai'
import type { HandrailGuidance } from '../../widgets/guidance/element.ts'

describe('<handrail-guidance> on a page that is there before its file', () => {
  it('takes what the page has set meanwhile, as attributes and as properties', async () => {
    document.body.innerHTML = '<handrail-guidance audience="family" tier="universal"></handrail-guidance>'
    const element = document.querySelector('handrail-guidance') as HandrailGuidance
    Object.assign(element, { today: '2027-03-01', headingLevel: 3, tier: 'targeted' })
    const ready = new Promise((resolve) => element.addEventListener('handrail-ready', resolve))

    await import('../../widgets/guidance/define.ts')
    await ready
    expect(element.getAttribute('heading-level')).to.equal('3')
    expect(element.tier).to.equal('targeted')
    expect(element.today).to.equal('2027-03-01')
    expect(element.shadowRoot?.querySelector('h3')?.textContent).to.contain('Year 6 to Year 7')
  })

  it('is defined once, however often its file is loaded', async () => {
    const first = customElements.get('handrail-guidance')
    await import(`../../widgets/guidance/define.ts?again=${Date.now()}`)
    expect(customElements.get('handrail-guidance')).to.equal(first)
  })

  it('can be made by a script, with nothing set', async () => {
    const element = document.createElement('handrail-guidance')
    const ready = new Promise((resolve) => element.addEventListener('handrail-ready', resolve))
    document.body.append(element)
    await ready
    expect(element.attributes).to.have.lengthOf(0)
  })
})
