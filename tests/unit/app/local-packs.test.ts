import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { addPack, listPacks, refreshPacks, removePack } from '../../../src/app/local-packs.ts'
import { readCards } from '../../../src/app/read-cards.ts'
import { codeOf } from '../../../src/core/errors.ts'
import { DAY_MS, HOUR_MS } from '../../../src/core/time.ts'
import { lockVault } from '../../../src/vault/vault.ts'
import { type Laptop, openLaptop } from '../../faults/laptop.ts'
import { createAgency, writtenCard, writtenPack } from '../../fixtures/sign-pack.ts'
import { START } from './signed-laptop.ts'

const agency = await createAgency()
const stranger = await createAgency()
const URL_OF_PACK = 'https://agency.example/pack.jws'
const ADDRESS = `${URL_OF_PACK}#${agency.thumbprint}`

let laptop: Laptop
/** What the agency's server answers with. */
let answer: () => Response | Promise<Response>
let asked: string[]

beforeEach(async () => {
  asked = []
  laptop = await openLaptop(START, [], async () => {})
  laptop.server.fetch = async (input) => {
    asked.push(String(input))
    return answer()
  }
  await publish(writtenPack())
})
afterEach(() => laptop.close())

async function publish(pack: unknown, signer = agency): Promise<void> {
  const jws = await signer.sign(pack)
  answers(() => new Response(jws))
}

function answers(how: typeof answer): void {
  answer = how
}

async function state() {
  const [one] = await listPacks(laptop.app)
  return { version: one?.pack?.version, trouble: one?.trouble }
}

/** A day later the worker asks again. */
async function nextDay(): Promise<void> {
  laptop.trueMs += DAY_MS
  await refreshPacks(laptop.app)
}

describe('a local pack that is added', () => {
  it('is asked for at its address, without the code that pins it, and its cards are there', async () => {
    await addPack(laptop.app, ADDRESS)
    expect(asked).toEqual([URL_OF_PACK])
    const titles = (await readCards(laptop.app, ['year-6-to-7'])).map(({ title }) => title)
    expect(titles).toContain('Our open evening')
    expect(titles).toContain('Two quiet visits by the same way in')
  })

  it('takes the place of a card that ships', async () => {
    await publish(writtenPack({ cards: [writtenCard({ id: 'year-6-to-7/quiet-visits', title: 'Visits, our way' })] }))
    await addPack(laptop.app, ADDRESS)
    const titles = (await readCards(laptop.app, ['year-6-to-7'])).map(({ title }) => title)
    expect(titles).toContain('Visits, our way')
    expect(titles).not.toContain('Two quiet visits by the same way in')
  })

  it('is there locked, for the whole class', async () => {
    await addPack(laptop.app, ADDRESS)
    await lockVault(laptop.app.vault)
    expect(await state()).toEqual({ version: '1.0.0', trouble: undefined })
  })

  it('does not come back when it is removed in the middle of a refresh', async () => {
    await addPack(laptop.app, ADDRESS)
    laptop.trueMs += DAY_MS
    const [pack] = await listPacks(laptop.app)
    const jws = await agency.sign(writtenPack({ version: '1.1.0' }))
    answers(async () => {
      if (pack) await removePack(laptop.app, pack)
      return new Response(jws)
    })
    await refreshPacks(laptop.app)
    expect(await listPacks(laptop.app)).toEqual([])
  })

  it('can be removed', async () => {
    await addPack(laptop.app, ADDRESS)
    const [pack] = await listPacks(laptop.app)
    if (pack) await removePack(laptop.app, pack)
    expect(await listPacks(laptop.app)).toEqual([])
    expect((await readCards(laptop.app, ['year-6-to-7'])).some(({ local }) => local)).toBe(false)
  })

  test.each<[string, () => Promise<void> | void, string]>([
    ['signed by somebody else', () => publish(writtenPack(), stranger), 'pack/unsigned'],
    ['broken', () => publish(writtenPack({ cards: [writtenCard({ tier: 'gold' })] })), 'pack/broken'],
    ['not there', () => answers(() => new Response('', { status: 404 })), 'pack/unreachable'],
    [
      'behind a captive portal',
      () => answers(() => new Response('<title>Wi-Fi</title>', { headers: { 'content-type': 'text/html' } })),
      'pack/unreachable',
    ],
    ['not answering', () => answers(() => Promise.reject(new TypeError('no'))), 'pack/unreachable'],
  ])('is not kept when it is %s', async (_, happens, code) => {
    await happens()
    await expect(addPack(laptop.app, ADDRESS).catch(codeOf)).resolves.toBe(code)
    expect(await listPacks(laptop.app)).toEqual([])
  })

  it('is refused without its key, before anybody is asked', async () => {
    await expect(addPack(laptop.app, URL_OF_PACK).catch(codeOf)).resolves.toBe('pack/bad-address')
    expect(asked).toEqual([])
  })
})

describe('a local pack that is kept', () => {
  beforeEach(() => addPack(laptop.app, ADDRESS))

  it('is asked for once a day, and sooner after trouble', async () => {
    laptop.trueMs += 23 * HOUR_MS
    await refreshPacks(laptop.app)
    expect(asked).toHaveLength(1)
    answers(() => new Response('', { status: 503 }))
    await nextDay()
    expect(asked).toHaveLength(2)
    laptop.trueMs += HOUR_MS
    await refreshPacks(laptop.app)
    expect(asked).toHaveLength(3)
  })

  it('is replaced by a newer one', async () => {
    await publish(writtenPack({ version: '1.1.0' }))
    await nextDay()
    expect(await state()).toEqual({ version: '1.1.0', trouble: undefined })
  })

  test.each<[string, () => Promise<void> | void, string]>([
    ['an older one', () => publish(writtenPack({ version: '0.9.0' })), 'pack/older'],
    ['other cards under the same version', () => publish(writtenPack({ title: 'Changed' })), 'pack/older'],
    ['a bad signature', () => publish(writtenPack({ version: '2.0.0' }), stranger), 'pack/unsigned'],
    [
      'a broken card',
      () => publish(writtenPack({ version: '2.0.0', cards: [writtenCard({ needs: [] })] })),
      'pack/broken',
    ],
    ['no answer', () => answers(() => Promise.reject(new TypeError('no'))), 'pack/unreachable'],
  ])('stays, and says so, after %s', async (_, happens, trouble) => {
    await happens()
    await nextDay()
    expect(await state()).toEqual({ version: '1.0.0', trouble })
    expect((await readCards(laptop.app, ['year-6-to-7'])).some(({ title }) => title === 'Our open evening')).toBe(true)
  })

  it('is well again after the next good answer', async () => {
    await publish(writtenPack({ version: '0.9.0' }))
    await nextDay()
    await publish(writtenPack())
    await nextDay()
    expect(await state()).toEqual({ version: '1.0.0', trouble: undefined })
  })

  it('is not used when somebody has changed it on the disk, and is not replaced by an older one then', async () => {
    const { database } = laptop.app.vault
    const [row] = await database.getAll('packs')
    if (!row) throw new Error('no row')
    await database.write([{ store: 'packs', put: { ...row, jws: row.jws.replace(/\..{6}/, '.AAAAAA') } }])
    expect(await state()).toEqual({ version: undefined, trouble: 'pack/unsigned' })
    await publish(writtenPack({ version: '0.9.0' }))
    await nextDay()
    expect((await state()).version).toBeUndefined()
    await publish(writtenPack())
    await nextDay()
    expect(await state()).toEqual({ version: '1.0.0', trouble: undefined })
  })
})

it('cards are read without waiting for what the organisation has set', async () => {
  await addPack(laptop.app, ADDRESS)
  const app = { ...laptop.app, readManaged: () => new Promise<never>(() => {}) }
  expect((await readCards(app, ['year-6-to-7'])).some(({ local }) => local)).toBe(true)
})

describe('an organisation that names its packs', () => {
  beforeEach(() => {
    laptop.managed = { guidancePacks: [ADDRESS] }
  })

  it('has them without anybody adding them', async () => {
    await refreshPacks(laptop.app)
    expect(await listPacks(laptop.app)).toMatchObject([{ pack: { id: 'north-raa' }, isManaged: true }])
  })

  it('lets nobody add others', async () => {
    const other = await createAgency()
    await publish(writtenPack(), other)
    await expect(addPack(laptop.app, `${URL_OF_PACK}#${other.thumbprint}`).catch(codeOf)).resolves.toBe(
      'source/not-allowed',
    )
  })

  it('takes away what was added before', async () => {
    laptop.managed = undefined
    await addPack(laptop.app, ADDRESS)
    laptop.managed = { guidancePacks: [] }
    expect(await listPacks(laptop.app)).toEqual([])
    await refreshPacks(laptop.app)
    expect((await readCards(laptop.app, ['year-6-to-7'])).some(({ local }) => local)).toBe(false)
  })
})
