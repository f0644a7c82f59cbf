import type { Bundle, Resource } from '@medplum/fhirtypes'
import { openLink } from '../../../src/app/open-link.ts'
import { refresh } from '../../../src/app/refresh.ts'
import { sharedWith } from '../../../src/practice/families/shared-with.ts'
import type { SharedFile } from '../../../src/practice/server/link-file.ts'
import { createLinkHost } from '../../../src/practice/server/link-host.ts'
import type { Share, Sharing } from '../../../src/practice/server/link-share.ts'
import { readSources, type Source } from '../../../src/vault/sources.ts'
import { type Laptop, openLaptop } from '../../faults/laptop.ts'
import { SAM } from '../../fixtures/small-family.ts'
import { LINK_HOST, responseOf, SAID, START } from './signed-laptop.ts'

export const FOR_SHAH = { ...sharedWith(SAM, 'PractitionerRole/shah'), timestamp: '2026-11-14T15:20:00Z' }

/** A GP's computer that was given a link, and the host of it. */
export type KeptLink = {
  laptop: Laptop
  share: Share
  /** Every address that was asked. */
  asked: string[]
  /** What the host does instead, where it is not undefined. */
  instead: ((method: string) => Response | undefined) | undefined
  open(): Promise<void>
  source(): Promise<Source>
}

export async function giveLink(files: readonly SharedFile[], how: Partial<Sharing> = {}): Promise<KeptLink> {
  const laptop = await openLaptop(START, [], async () => {})
  const host = createLinkHost(
    () => LINK_HOST,
    () => laptop.trueMs,
  )
  const share = await host.share({ files, flags: 'L', ...how })
  const kept: KeptLink = {
    laptop,
    share,
    asked: [],
    instead: undefined,
    open: async () => {
      const passcode = how.passcode
      const opened = await openLink(laptop.app, share.link, { said: SAID, passcode, origins: [LINK_HOST] })
      if (opened.kind !== 'offer') throw new Error(opened.kind)
      await opened.keep(() => {})
    },
    source: async () => {
      const [source] = await readSources(laptop.app.vault)
      if (!source) throw new Error('no source')
      return source
    },
  }
  laptop.server.fetch = async (input, init = {}) => {
    kept.asked.push(String(input))
    const { method = 'GET' } = init
    const { pathname, searchParams } = new URL(String(input))
    const body = init.body ? JSON.parse(String(init.body)) : undefined
    const headers = Object.fromEntries(new Headers(init.headers))
    const answer = host.answer(method, pathname, searchParams, body, headers) ?? { status: 404 }
    return kept.instead?.(method) ?? responseOf(answer)
  }
  return kept
}

export function fhir(content: object, more: Partial<SharedFile> = {}): SharedFile {
  return { contentType: 'application/fhir+json', content, ...more }
}

/** A record in two files: what is wanted of it, and the rest. */
export function split(bundle: Bundle, isFirst: (resource: Resource) => boolean): [first: Bundle, rest: Bundle] {
  const of = (isWanted: (resource: Resource) => boolean): Bundle => {
    const entry = (bundle.entry ?? []).filter(({ resource }) => resource !== undefined && isWanted(resource))
    return { ...bundle, entry }
  }
  return [of(isFirst), of((resource) => !isFirst(resource))]
}

/** Asks again a minute and a half later: with what it failed or was refused, or `well`. */
export async function again({ laptop }: KeptLink): Promise<string> {
  laptop.trueMs += 90_000
  await laptop.minute()
  const [summary] = await refresh(laptop.app)
  return summary?.failed ?? summary?.refused[0]?.code ?? 'well'
}
