import { expect } from 'chai'
import { deleteDB, openDB } from 'idb'
import '../../widgets/guidance/define.ts'
import type { HandrailGuidance } from '../../widgets/guidance/element.ts'
import { type Agency, createAgency, writtenCard, writtenPack } from '../fixtures/sign-pack.ts'
import { first, show, text, texts } from './guidance-page.ts'

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

/** What is kept was asked for a day ago. */
async function dayLater(): Promise<void> {
  const row = await kept(agency.thumbprint)
  await put(agency.thumbprint, { ...row, askedAtMs: Date.now() - 86_400_001 })
}
