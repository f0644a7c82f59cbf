import { expect } from 'chai'
import { deleteDB, openDB } from 'idb'
import '../../widgets/guidance/define.ts'
import type { HandrailGuidance } from '../../widgets/guidance/element.ts'
import { type Agency, createAgency, writtenCard, writtenPack } from '../fixtures/sign-pack.ts'
import { change, changes, first, settled, show, TODAY, text, texts } from './guidance-page.ts'

const URL_OF_PACK = 'https://agency.example/pack.jws'
const realFetch = window.fetch

let agency: Agency
let stranger: Agency
/** What the agency's server answers with; the element is asked to reach no other. */
let answer: () => Promise<Response>
let asked: string[]

describe('what <handrail-guidance> keeps', () => {
  before(async () => {
    agency = await createAgency()
    stranger = await createAgency()
  })
  beforeEach(async () => {
    await deleteDB('handrail-guidance')
    asked = []
    window.fetch = async (input) => {
      asked.push(String(input))
      return answer()
    }
    await publish(writtenPack())
  })
  afterEach(() => {
    window.fetch = realFetch
    document.body.replaceChildren()
  })

  it('is its cards, as they were built', async () => {
    await show()
    const row = await kept('year-6-to-7')
    expect(JSON.parse(row?.text ?? '{}')).to.include({ id: 'year-6-to-7', owner: 'The Handrail project' })
    expect(asked).to.deep.equal([])
  })

  it('is not shown when somebody has changed it, and is put right', async () => {
    await show()
    const row = await kept('year-6-to-7')
    await put('year-6-to-7', { ...row, text: row?.text.replaceAll('pupil', 'culprit') })
    const element = await show()
    expect(text(element)).not.to.contain('culprit')
    expect((await kept('year-6-to-7'))?.text).to.equal(row?.text)
  })

  it('is used as long as it is what was built', async () => {
    await show()
    const { text: before = '' } = (await kept('year-6-to-7')) ?? {}
    let reads = 0
    const { digest } = crypto.subtle
    crypto.subtle.digest = async (...given) => {
      reads++
      return digest.apply(crypto.subtle, given)
    }
    await show()
    await show({ audience: 'family' })
    crypto.subtle.digest = digest
    expect(reads).to.equal(2) // at every read, and nothing was put there anew
    expect((await kept('year-6-to-7'))?.text).to.equal(before)
  })

  it('shows its cards all the same where the browser keeps nothing', async () => {
    const { open } = indexedDB
    indexedDB.open = () => {
      throw new DOMException('blocked', 'SecurityError')
    }
    expect(text(await show())).to.contain('Put the year on one page')
    indexedDB.open = open
  })

  for (const [what, open] of [
    [
      'throws what it likes',
      () => {
        throw new TypeError('no')
      },
    ],
    ['never answers', () => ({})],
  ] as const) {
    it(`is nothing, and the cards show all the same, where a shelf ${what}`, async () => {
      const real = indexedDB.open
      indexedDB.open = open as unknown as typeof real
      const element = await show()
      indexedDB.open = real
      expect(text(element)).to.contain('Put the year on one page')
    })
  }

  it('is nothing on a page whose old scripts change how JSON is written', async () => {
    Object.defineProperty(Array.prototype, 'toJSON', { value: () => 'old', configurable: true })
    const element = await show()
    delete (Array.prototype as { toJSON?: unknown }).toJSON
    expect(text(element)).to.contain('Put the year on one page')
    expect(await kept('year-6-to-7')).to.equal(undefined)
  })

  it('is not what a row of another kind holds', async () => {
    await show()
    await put('year-6-to-7', { text: 7, askedAtMs: 0 })
    expect(text(await show())).to.contain('Put the year on one page')
  })

  describe('of a local pack', () => {
    it('is shown with the other cards, with whose it is, from one request that says nothing', async () => {
      const element = await showLocal()
      expect(titles(element)).to.include.members(['Our open evening', 'Put the year on one page'])
      expect(text(element)).to.contain('Local guidance of North RAA, version 1.0.0')
      expect(text(element, '.face')).to.contain('North RAA · version 1.0.0')
      expect(asked).to.deep.equal([URL_OF_PACK])
    })

    it('takes the place of a card with its id', async () => {
      await publish(writtenPack({ cards: [writtenCard({ id: 'year-6-to-7/one-page-of-dates', title: 'Our dates' })] }))
      const element = await showLocal()
      expect(titles(element)).to.include('Our dates')
      expect(titles(element)).not.to.include('Put the year on one page')
    })

    it('needs no network the second time', async () => {
      await showLocal()
      answer = () => Promise.reject(new TypeError('offline'))
      expect(titles(await showLocal())).to.include('Our open evening')
      expect(asked).to.have.lengthOf(1)
    })

    it('can be about a move that no cards ship for', async () => {
      const card = writtenCard({
        id: 'middle-to-upper/visit',
        transition: 'middle-to-upper',
        title: 'Meet the upper school',
      })
      await publish(writtenPack({ cards: [card] }))
      const element = await showLocal({ transition: 'middle-to-upper' })
      expect(titles(element)).to.deep.equal(['Meet the upper school'])
      expect(text(element, '.name')).to.equal('From North RAA')
    })

    for (const [what, happens, says] of [
      ['a bad signature', () => publish(writtenPack({ version: '2.0.0' }), stranger), 'cannot check who wrote'],
      [
        'a broken card',
        () => publish(writtenPack({ version: '2.0.0', cards: [writtenCard({ tier: 'gold' })] })),
        'does not make sense',
      ],
      ['no answer', () => answers(() => Promise.reject(new TypeError('offline'))), 'cannot be reached'],
      ['an error', () => answers(async () => new Response('', { status: 500 })), 'cannot be reached'],
    ] as const) {
      it(`is not shown after ${what}, and it says so`, async () => {
        await happens()
        const element = await showLocal({}, 'handrail-error')
        expect(text(element, '.trouble')).to.contain(says).and.contain('You see the general guidance.')
        expect(titles(element)).not.to.include('Our open evening')
        expect(titles(element)).to.include('Put the year on one page')
      })

      it(`stays as it was after ${what} a day later, and it says so`, async () => {
        await showLocal()
        await dayLater()
        await happens()
        const element = await showLocal({}, 'handrail-error')
        expect(text(element, '.trouble')).to.contain(says).and.contain('You see version 1.0.0 from before.')
        expect(titles(element)).to.include('Our open evening')
      })
    }

    it('is never taken from an older version', async () => {
      await publish(writtenPack({ version: '1.2.0', cards: [writtenCard({ title: 'The new evening' })] }))
      await showLocal()
      await dayLater()
      await publish(writtenPack({ version: '1.1.9' }))
      const element = await showLocal({}, 'handrail-error')
      expect(titles(element)).to.include('The new evening').and.not.include('Our open evening')
      expect(text(element, '.trouble')).to.contain('is older than what you have seen')
    })

    for (const [what, before] of [
      ['that was good before', async () => void (await showLocal().then(dayLater))],
      ['that was never good', async () => {}],
    ] as const) {
      it(`is not asked for again within the hour after it could not be had, one ${what}, and it still says so`, async () => {
        await before()
        asked = []
        answer = () => Promise.reject(new TypeError('offline'))
        const words = text(await showLocal({}, 'handrail-error'), '.trouble')
        await publish(writtenPack({ version: '1.1.0', cards: [writtenCard({ title: 'The new evening' })] }))
        await later(3_590_000)
        document.body.replaceChildren()
        const element = await showLocal({}, 'handrail-error')
        expect(text(element, '.trouble')).to.equal(words)
        expect(asked).to.have.lengthOf(1)

        await later(10_001)
        await change(element, () => void document.dispatchEvent(new Event('visibilitychange')))
        expect(titles(element)).to.include('The new evening')
        expect(texts(element.shadowRoot, '.trouble')).to.deep.equal([])
        expect(asked).to.have.lengthOf(2)
      })
    }

    it('is asked for at once at another address, whatever happened at the one before', async () => {
      answer = () => Promise.reject(new TypeError('offline'))
      await showLocal({}, 'handrail-error')
      await publish(writtenPack())
      await showLocal({ pack: `https://other.example/pack.jws#${agency.thumbprint}` })
      expect(asked).to.deep.equal([URL_OF_PACK, 'https://other.example/pack.jws'])
    })

    it('is read where a stream can only be read by a reader', async () => {
      const prototype = ReadableStream.prototype as { [Symbol.asyncIterator]?: unknown }
      const walk = prototype[Symbol.asyncIterator]
      delete prototype[Symbol.asyncIterator]
      try {
        expect(titles(await showLocal())).to.include('Our open evening')
      } finally {
        prototype[Symbol.asyncIterator] = walk
      }
    })

    it('is not read on when it does not end', async () => {
      let isCancelled = false
      const pull = (controller: ReadableStreamDefaultController) => controller.enqueue(new Uint8Array(100_000).fill(65))
      const cancel = () => {
        isCancelled = true
      }
      answer = async () => new Response(new ReadableStream({ pull, cancel }))
      const element = await showLocal({}, 'handrail-error')
      expect(text(element, '.trouble')).to.contain('cannot be reached')
      expect(isCancelled).to.equal(true)
    })

    it('says in an opened card where it is rated, and that it is past its day', async () => {
      const rated = { scheme: 'nice', rating: 'consider', on: '2026-01-10', link: 'https://nice.example/1' }
      const late = writtenCard({ evidence: rated, reviewBy: '2026-11-20' })
      const inTime = writtenCard({ id: 'year-6-to-7/in-time', title: 'In time', reviewBy: '2026-11-21' })
      await publish(writtenPack({ cards: [late, inTime] }))
      const element = await showLocal()
      const about = first(element, '#year-6-to-7-open-evening .about')
      expect(texts(about, '.overdue')).to.deep.equal([
        'This was due to be checked by 20 November 2026 and may be out of date.',
      ])
      const link = about.querySelector('.evidence a')
      expect([link?.textContent, link?.getAttribute('href')]).to.deep.equal([
        'NICE: consider, assessed 10 January 2026',
        'https://nice.example/1',
      ])
      expect(texts(first(element, '#year-6-to-7-in-time'), '.overdue, .evidence a')).to.deep.equal([])
      expect(texts(element.shadowRoot, '.overdue')).to.have.lengthOf(1) // what ships is in time
    })

    describe('that is on its way', () => {
      let arrive: (response: Response) => void
      let good: Response

      async function onItsWay(pack: unknown = writtenPack()): Promise<void> {
        good = new Response(await agency.sign(pack))
        answer = () =>
          new Promise((resolve) => {
            arrive = resolve
          })
      }

      /** An element that shows what it has while the pack is asked for, and the events it has fired since. */
      async function waiting(attributes: Record<string, string> = {}) {
        const element = document.createElement('handrail-guidance') as HandrailGuidance
        element.today = TODAY
        const given = { pack: `${URL_OF_PACK}#${agency.thumbprint}`, ...attributes }
        for (const [name, value] of Object.entries(given)) element.setAttribute(name, value)
        const events: string[] = []
        for (const type of ['handrail-ready', 'handrail-error']) {
          element.addEventListener(type, () => events.push(type))
        }
        const isAsked = asking()
        document.body.append(element)
        await isAsked
        return { element, events }
      }

      /** Resolves at the next request for a pack. */
      function asking(): Promise<void> {
        const before = answer
        return new Promise((resolve) => {
          answer = () => {
            resolve()
            return before()
          }
        })
      }

      it('does not hold up the cards that ship, and all of it is told once', async () => {
        await onItsWay()
        const { element, events } = await waiting()
        expect(titles(element)).to.include('Put the year on one page')
        expect(titles(element)).not.to.include('Our open evening')
        expect(texts(element.shadowRoot, '.trouble')).to.deep.equal([])
        await settled()
        expect(events).to.deep.equal([])
        await change(element, () => arrive(good))
        expect(titles(element)).to.include.members(['Put the year on one page', 'Our open evening'])
        expect(events).to.deep.equal(['handrail-ready'])
      })

      it('does not hold up the last good one', async () => {
        await showLocal()
        await dayLater()
        await onItsWay(writtenPack({ version: '1.1.0', cards: [writtenCard({ title: 'The new evening' })] }))
        const { element, events } = await waiting()
        expect(titles(element)).to.include('Our open evening')
        await change(element, () => arrive(good))
        expect(titles(element)).to.include('The new evening').and.not.include('Our open evening')
        expect(events).to.deep.equal(['handrail-ready'])
      })

      it('changes nothing on the page when it is what was there', async () => {
        const card = writtenCard()
        await publish(writtenPack({ cards: [card] }))
        await showLocal()
        await dayLater()
        await onItsWay(writtenPack({ cards: [card] }))
        const { element, events } = await waiting()
        const count = changes(element)
        await change(element, () => arrive(good))
        expect([count(), events]).to.deep.equal([0, ['handrail-ready']])
      })

      it('leaves whoever types, chooses and reads where they are', async () => {
        const early = { from: 'year-start', until: 'last-day' }
        await onItsWay(writtenPack({ cards: [writtenCard({ title: 'A page for the photo walk', when: early })] }))
        const { element } = await waiting()
        first(element, 'details').toggleAttribute('open', true)
        first(element, '#need-trust').click()
        const card = first(element, 'article')
        first(element, 'article button').click()
        const input = first(element, 'input[type=search]') as HTMLInputElement
        input.focus()
        input.value = 'the'
        input.dispatchEvent(new Event('input'))
        input.setSelectionRange(1, 2)
        document.body.style.minHeight = '5000px'
        window.scrollTo(0, 120)
        const blurs: Event[] = []
        input.addEventListener('blur', (event) => blurs.push(event))

        await change(element, () => arrive(good))
        expect(titles(element)).to.include('A page for the photo walk')
        expect(element.shadowRoot?.activeElement === input).to.equal(true)
        expect([input.value, input.selectionStart, input.selectionEnd, blurs.length]).to.deep.equal(['the', 1, 2, 0])
        expect(first(element, 'details').hasAttribute('open')).to.equal(true)
        expect((first(element, '#need-trust') as HTMLInputElement).checked).to.equal(true)
        expect(text(element, 'summary')).to.equal('Choose what is shown (1 chosen)')
        expect(text(element, '.found')).to.match(/of 13 cards/)
        expect(first(element, '[aria-expanded=true]').closest('article') === card).to.equal(true)
        expect(card.isConnected).to.equal(true)
        expect(window.scrollY).to.equal(120)
        document.body.removeAttribute('style')
      })

      it('leaves the focus on the card that somebody reads', async () => {
        const early = { from: 'year-start', until: 'last-day' }
        await onItsWay(writtenPack({ cards: [writtenCard({ title: 'Before all the others', when: early })] }))
        const { element } = await waiting()
        const buttons = [...(element.shadowRoot?.querySelectorAll('button') ?? [])]
        buttons[3]?.focus()
        await change(element, () => arrive(good))
        expect(titles(element)[0]).to.equal('Before all the others')
        expect(element.shadowRoot?.activeElement === buttons[3]).to.equal(true)
      })

      it('is said to be missing when it does not come, once', async () => {
        await onItsWay()
        const { element, events } = await waiting()
        await change(element, () => arrive(new Response('', { status: 500 })), 'handrail-error')
        expect(text(element, '.trouble')).to.contain('cannot be reached')
        expect(events).to.deep.equal(['handrail-error'])
      })

      it('is overtaken by a change meanwhile', async () => {
        await onItsWay()
        const { element, events } = await waiting()
        await change(element, () => element.removeAttribute('pack'))
        arrive(good)
        await untilKept(agency.thumbprint)
        await settled()
        expect(titles(element)).not.to.include('Our open evening')
        expect(events).to.deep.equal(['handrail-ready'])
      })

      it('does nothing to an element that has gone, which catches up when it is back', async () => {
        await onItsWay()
        const { element, events } = await waiting()
        const count = changes(element)
        element.remove()
        arrive(good)
        await untilKept(agency.thumbprint)
        await settled()
        expect([count(), events]).to.deep.equal([0, []])
        await change(element, () => document.body.append(element))
        expect(titles(element)).to.include('Our open evening')
        expect(asked).to.have.lengthOf(1)
      })

      it('joins an element that has been moved meanwhile, and is asked for once', async () => {
        await onItsWay()
        const { element, events } = await waiting()
        const place = document.createElement('main')
        document.body.append(place)
        place.append(element)
        await settled()
        await change(element, () => arrive(good))
        expect(titles(element)).to.include('Our open evening')
        expect([events, asked.length]).to.deep.equal([['handrail-ready'], 1])
      })
    })

    it('is replaced by a newer version a day later', async () => {
      await showLocal()
      await dayLater()
      await publish(writtenPack({ version: '1.1.0', cards: [writtenCard({ title: 'The new evening' })] }))
      expect(titles(await showLocal())).to.include('The new evening')
    })

    it('is not shown when somebody has changed what is kept of it', async () => {
      await showLocal()
      const row = await kept(agency.thumbprint)
      await put(agency.thumbprint, { ...row, text: row?.text.replace(/\.(.{8})/, '.AAAAAAAA') })
      answer = () => Promise.reject(new TypeError('offline'))
      expect(titles(await showLocal({}, 'handrail-error'))).not.to.include('Our open evening')
    })

    for (const pack of [
      '',
      'pack.jws',
      'https://agency.example/pack.jws#short',
      `javascript:alert(1)#${'A'.repeat(43)}`,
    ]) {
      it(`is asked for by no such address as "${pack}"`, async () => {
        const element = await show({ pack }, undefined, pack ? 'handrail-error' : 'handrail-ready')
        expect(asked).to.deep.equal([])
        expect(texts(element.shadowRoot, '.trouble')).to.have.lengthOf(pack ? 1 : 0)
      })
    }
  })
})

async function publish(pack: unknown, signer = agency): Promise<void> {
  const jws = await signer.sign(pack)
  answer = async () => new Response(jws)
}

function answers(how: typeof answer): void {
  answer = how
}

function showLocal(attributes: Record<string, string> = {}, event = 'handrail-ready'): Promise<HandrailGuidance> {
  return show({ pack: `${URL_OF_PACK}#${agency.thumbprint}`, ...attributes }, undefined, event)
}

function titles(element: HandrailGuidance): string[] {
  first(element, '.results')
  return texts(element.shadowRoot, '.title')
}

type Row = { text: string; askedAtMs: number }

async function kept(key: string): Promise<Row | undefined> {
  const shelf = await openDB('handrail-guidance', 1)
  const row = await shelf.get('packs', key)
  shelf.close()
  return row
}

async function put(key: string, row: object): Promise<void> {
  const shelf = await openDB('handrail-guidance', 1)
  await shelf.put('packs', row, key)
  shelf.close()
}

/** Waits until there is a good pack on the shelf. */
async function untilKept(key: string): Promise<void> {
  while (!(await kept(key))?.text) await settled()
}

/** What is kept was asked for a day ago. */
async function dayLater(): Promise<void> {
  const row = await kept(agency.thumbprint)
  await put(agency.thumbprint, { ...row, askedAtMs: Date.now() - 86_400_001 })
}

/** What is kept was asked for so much earlier than it was. */
async function later(ms: number): Promise<void> {
  const row = await kept(agency.thumbprint)
  if (row) await put(agency.thumbprint, { ...row, askedAtMs: row.askedAtMs - ms })
}
