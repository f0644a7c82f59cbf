import { describe, expect, onTestFinished, test } from 'vitest'
import { addFhirServer } from '../../../src/app/add-source.ts'
import { bringBack, eraseOne } from '../../../src/app/erase.ts'
import { listChildren } from '../../../src/app/list-children.ts'
import { openChild } from '../../../src/app/open-child.ts'
import { openFiles } from '../../../src/app/open-files.ts'
import { refresh } from '../../../src/app/refresh.ts'
import { confirmSam, type Laptop, openLaptop } from '../../faults/laptop.ts'
import { BASE_URL } from '../../fixtures/fhir-server.ts'
import { createSigner, jwsOf, withJws } from '../../fixtures/sign-bundle.ts'
import { MIA, SAM } from '../../fixtures/small-family.ts'
import { askAgain, keepLink, SAID, START, samAt, seen, writer } from './signed-laptop.ts'

const council = await createSigner()
const stranger = await createSigner('Ed25519')
const PINNED = { sources: [{ baseUrl: 'https://council.example/fhir', pinnedKeys: [council.thumbprint] }] }

async function keepSigned(managed?: object) {
  const link = await keepLink(await council.sign(samAt(20)), [council.publicKey], managed)
  onTestFinished(() => link.laptop.close())
  expect(await seen(link.laptop)).toBe('Version 20')
  return link
}

describe('who says that a record is what somebody wrote', () => {
  test('whoever keeps the host of a link, where it is signed by a key that is published there', async () => {
    const { laptop, offer } = await keepSigned()
    expect(offer.signedBy).toBe('links.example')
    expect(await writer(laptop)).toBe('signer, links.example')
  })

  test('the place that the organisation has pinned', async () => {
    const { laptop, offer } = await keepSigned(PINNED)
    expect(offer.signedBy).toBe('council.example')
    expect(await writer(laptop)).toBe('signer, council.example')
  })

  test('before anybody has confirmed that this is the right child, too', async () => {
    const { laptop } = await keepLink(await council.sign(samAt(20)), [council.publicKey])
    onTestFinished(() => laptop.close())
    const [sam] = await listChildren(laptop.app)
    expect(await openChild(laptop.app, sam?.child ?? '')).toMatchObject({ kind: 'to-confirm', writer: 'signer' })
  })

  test.each<[what: string, content: () => Promise<object> | object]>([
    ['is not signed', () => samAt(20)],
    ['is signed by a key that nobody knows', () => stranger.sign(samAt(20))],
  ])('nobody, where what a link gives %s', async (_, content) => {
    const { laptop, offer } = await keepLink(await content(), [council.publicKey])
    onTestFinished(() => laptop.close())
    expect(offer.signedBy).toBeUndefined()
    expect(await writer(laptop)).toBe('unknown, undefined')
  })

  test.each<[what: string, content: () => Promise<object> | object, expected: string]>([
    ['signed', () => council.sign(samAt(20)), 'signer, council.example'],
    ['not signed', () => samAt(20), 'unknown, undefined'],
    ['signed by a key that is published and not pinned', () => stranger.sign(samAt(20)), 'unknown, undefined'],
  ])('of a file that is %s', async (_, content, expected) => {
    const text = JSON.stringify(await content())
    const laptop = await openLaptop(START, [], async (one) => {
      one.managed = PINNED
      const offer = await openFiles(one.app, [new Blob([text])], { said: SAID, link: undefined })
      await offer.keep(() => {})
    })
    onTestFinished(() => laptop.close())
    expect(await writer(laptop)).toBe(expected)
  })
})

describe('after a signed record, what comes by the same link', () => {
  const COMES: [what: string, content: () => Promise<object> | object, expected: string][] = [
    ['signed and newer', () => council.sign(samAt(21)), 'well, Version 21'],
    ['the same', () => council.sign(samAt(20)), 'well, Version 20'],
    ['unsigned and newer', () => samAt(21), 'record/unsigned, Version 20'],
    ['unsigned and the same', () => samAt(20), 'record/unsigned, Version 20'],
    ['newer, by somebody else', () => stranger.sign(samAt(21)), 'record/unsigned, Version 20'],
    ['signed and older', () => council.sign(samAt(19)), 'record/older, Version 20'],
    ['of the same minute, with another text', () => council.sign(samAt(20, 'Other')), 'record/forked, Version 20'],
    [
      'newer, with the signature of the one before',
      async () => withJws(samAt(21), jwsOf(await council.sign(samAt(20)))),
      'record/bad-signature, Version 20',
    ],
    ['newer, with half a signature', () => withJws(samAt(21), 'x..'), 'record/bad-signature, Version 20'],
  ]
  test.each(COMES)('%s', async (_, content, expected) => {
    const { laptop, publish } = await keepSigned()
    await publish(await content())
    expect(await askAgain(laptop)).toBe(expected)
    await publish(await council.sign(samAt(22)))
    expect(await askAgain(laptop)).toBe('well, Version 22')
    expect(await writer(laptop)).toBe('signer, links.example')
  })

  test('half of it signed: it is not', async () => {
    const { laptop, publish } = await keepSigned()
    const { entry = [], ...rest } = samAt(21)
    await publish({ ...rest, entry: [...entry, { resource: await council.sign(samAt(21)) }] })
    expect(await askAgain(laptop)).toBe('record/unsigned, Version 20')
  })

  test.each<[what: string, keys: () => Response | Error, expected: string]>([
    ['cannot be had', () => new TypeError('no network'), 'source/unreachable, Version 20'],
    ['are not there', () => new Response(null, { status: 404 }), 'record/unsigned, Version 20'],
    ['are a page', () => new Response('<!doctype html>'), 'record/unsigned, Version 20'],
    ['are others', () => Response.json({ keys: [stranger.publicKey] }), 'record/unsigned, Version 20'],
  ])('while the keys %s', async (_, keys, expected) => {
    const link = await keepSigned()
    const before = link.keys
    link.keys = keys
    await link.publish(await council.sign(samAt(21)))
    expect(await askAgain(link.laptop)).toBe(expected)
    link.keys = before
    expect(await askAgain(link.laptop)).toBe('well, Version 21')
  })
})

test('a record that was not signed may be, from then on', async () => {
  const { laptop, publish } = await keepLink(samAt(20), [council.publicKey])
  onTestFinished(() => laptop.close())
  await publish(await council.sign(samAt(21)))
  expect(await askAgain(laptop)).toBe('well, Version 21')
  expect(await writer(laptop)).toBe('signer, links.example')
  await publish(samAt(22))
  expect(await askAgain(laptop)).toBe('record/unsigned, Version 21')
})

test('that a record was signed, and how new it was, is remembered after it has been removed here', async () => {
  const { laptop, publish } = await keepSigned()
  await eraseOne(laptop.app, laptop.sam)
  expect(await askAgain(laptop)).toBe('well, child/not-here')
  await bringBack(laptop.app)
  await publish(samAt(21))
  expect(await askAgain(laptop)).toBe('record/unsigned, child/not-here')
  await publish(await council.sign(samAt(19)))
  expect(await askAgain(laptop)).toBe('record/older, child/not-here')
  await publish(await council.sign(samAt(20, 'Other')))
  expect(await askAgain(laptop)).toBe('record/forked, child/not-here')
  await publish(await council.sign(samAt(21)))
  expect(await askAgain(laptop)).toBe('well, Version 21')
})

describe('a FHIR server whose keys the organisation has pinned', () => {
  const MANAGED = { sources: [{ baseUrl: BASE_URL, pinnedKeys: [council.thumbprint] }] }

  /** One that also has the resources, unsigned, with the agreement that leads to Sam. */
  async function server(content: object | undefined): Promise<Laptop & { posted: string[] }> {
    const posted: string[] = []
    const laptop = await openLaptop(START, [SAM], async (one) => {
      one.managed = MANAGED
      const { fetch } = one.server
      one.server.fetch = (input, init) => {
        if (init?.method === 'POST') posted.push(String(init.body))
        return fetch(input, init)
      }
      put(one, content)
      await addFhirServer(one.app, BASE_URL, 'practice-gp')
    })
    onTestFinished(() => laptop.close())
    return Object.assign(laptop, { posted })
  }
  const put = ({ server: { resources } }: Laptop, content: object | undefined) => {
    if (content) resources.set('Bundle/sam', content as never)
    else resources.delete('Bundle/sam')
  }

  test('gives each record as one signed Bundle, and is asked for nothing else about the child', async () => {
    const laptop = await server(await council.sign(samAt(20)))
    expect(await askAgain(laptop)).toBe('well, Version 20')
    expect(await writer(laptop)).toBe('signer, practice.example')
    expect(laptop.posted.join()).not.toContain('Patient/sam')
  })

  test.each<[what: string, content: () => Promise<object> | object | undefined, expected: string]>([
    ['is not signed', () => samAt(20), 'record/unsigned, child/not-here'],
    ['is signed by somebody else', () => stranger.sign(samAt(20)), 'record/unsigned, child/not-here'],
    ['has been changed', async () => ({ ...(await council.sign(samAt(20))), id: 'x' }), BAD],
    ['is not there', () => undefined, 'source/gone, child/not-here'],
    ['is about another child', () => council.sign(MIA), 'record/two-children, child/not-here'],
    [
      'is a signed Patient and nothing else',
      () => council.sign(SAM.entry?.[0]?.resource ?? {}),
      'record/unreadable, child/not-here',
    ],
  ])('is not believed when a Bundle %s', async (_, content, expected) => {
    const laptop = await server(await content())
    expect(await askAgain(laptop)).toBe(expected)
    put(laptop, await council.sign(samAt(21)))
    expect(await askAgain(laptop)).toBe('well, Version 21')
    put(laptop, samAt(22))
    expect(await askAgain(laptop)).toBe('record/unsigned, Version 21')
  })

  test('is the source where no key is pinned', async () => {
    const laptop = await openLaptop(START)
    onTestFinished(() => laptop.close())
    await refresh(laptop.app)
    await confirmSam(laptop)
    expect(await writer(laptop)).toBe('source, undefined')
  })
})

const BAD = 'record/bad-signature, child/not-here'
