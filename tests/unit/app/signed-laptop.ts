import type { Bundle } from '@medplum/fhirtypes'
import type { JWK } from 'jose'
import { listChildren } from '../../../src/app/list-children.ts'
import { type Offer, openLink } from '../../../src/app/open-link.ts'
import { refresh } from '../../../src/app/refresh.ts'
import { codeOf } from '../../../src/core/errors.ts'
import { sharedWith } from '../../../src/practice/families/shared-with.ts'
import type { Answer } from '../../../src/practice/server/answer.ts'
import { createLinkHost } from '../../../src/practice/server/link-host.ts'
import { openCover } from '../../../src/vault/children.ts'
import { confirmSam, type Laptop, openLaptop } from '../../faults/laptop.ts'
import { SAM } from '../../fixtures/small-family.ts'

export const START = Date.parse('2026-11-21T10:00:00Z')
export const LINK_HOST = 'https://links.example'
export const SAID = { name: 'Dr Shah', roleAndPlace: 'GP, Bridge Street Practice' }

/** Sam's record as it was written at a minute past three: it says which version it is, and no part of it says when. */
export function samAt(minute: number, says = `Version ${minute}`): Bundle {
  const bundle = JSON.parse(JSON.stringify(sharedWith(SAM, 'PractitionerRole/shah')).replace(/Kind to [^"]+/, says))
  return { ...bundle, timestamp: `2026-11-14T15:${minute}:00Z` }
}

/** What the host of a link publishes, and what is behind the link: both change while a test runs. */
export type SignedLink = {
  laptop: Laptop
  offer: Offer
  keys: () => Response | Error
  publish(content: object): Promise<void>
  revoke(): void
}

/** A GP's computer on which a link to Sam's record has been opened and kept. */
export async function keepLink(content: object, published: JWK[], managed?: object): Promise<SignedLink> {
  const host = createLinkHost(() => LINK_HOST)
  const files = (one: object) => [{ contentType: 'application/fhir+json', content: one }]
  const shared = await host.share({ files: files(content), flags: 'L' })
  const link = { keys: () => Response.json({ keys: published }) } as SignedLink
  link.publish = (one) => shared.change(files(one))
  link.laptop = await openLaptop(START, [], async (laptop) => {
    laptop.managed = managed
    laptop.server.fetch = async (input, init = {}) => {
      const { pathname, searchParams } = new URL(String(input))
      if (pathname === '/.well-known/jwks.json') return answered(link.keys())
      const body = init.body ? JSON.parse(String(init.body)) : undefined
      const headers = Object.fromEntries(new Headers(init.headers))
      return responseOf(host.answer(init.method ?? 'GET', pathname, searchParams, body, headers) ?? { status: 404 })
    }
    const opened = await openLink(laptop.app, shared.link, { said: SAID, passcode: undefined, origins: [LINK_HOST] })
    if (opened.kind !== 'offer') throw new Error(opened.kind)
    link.offer = opened
    await opened.keep(() => {})
  })
  return link
}

/** Asks again, as the code with which it was refused, and says what is seen then: "record/unsigned, Version 20". */
export async function askAgain(laptop: Laptop): Promise<string> {
  laptop.trueMs += 90_000
  await laptop.minute()
  const [summary] = await refresh(laptop.app)
  return `${summary?.failed ?? summary?.refused[0]?.code ?? 'well'}, ${await seen(laptop)}`
}

/** The version that is seen, or why none is. */
export async function seen(laptop: Laptop): Promise<string> {
  try {
    if ((await listChildren(laptop.app)).length > 0) await confirmSam(laptop)
    const opened = await laptop.look()
    return opened.kind === 'open' ? (opened.contents.strengths?.strengths.join() ?? '') : opened.kind
  } catch (error) {
    return codeOf(error)
  }
}

/** By whose word Sam's record is what it says, and whose key signed it. */
export async function writer(laptop: Laptop): Promise<string> {
  await confirmSam(laptop)
  const opened = await laptop.look()
  const { signedBy } = await openCover(laptop.app.vault, laptop.sam)
  return `${opened.kind === 'open' ? opened.writer : opened.kind}, ${signedBy}`
}

function answered(answer: Response | Error): Response {
  if (answer instanceof Error) throw answer
  return answer
}

export function responseOf({ status, body, contentType = 'application/fhir+json', headers = {} }: Answer): Response {
  const text = typeof body === 'object' ? JSON.stringify(body) : body
  return new Response(text ?? null, { status, headers: { 'content-type': contentType, ...headers } })
}
