import { AppError } from '../../core/errors.ts'
import { isTooDeep } from '../../core/json.ts'
import type { Service, ServiceKind } from '../../record/services.ts'
import { type Asking, ask, codeForStatus, isPage, readText } from '../ask.ts'
import { readServices } from './read-services.ts'
import { pageOnWire } from './wire.ts'

/** Where a council's list is, and how much of it is asked for. */
export type Feed = {
  /** Without a slash at its end. */
  baseUrl: string
  /** The feed's own id of a broad category; undefined: all of it is read. */
  category: string | undefined
}

export type Listed = {
  services: Service[]
  /** There was more than is read: not all of it is here. */
  isCut: boolean
}

const PER_PAGE = 100
const MOST_PAGES = 50

/** More of one kind than anybody reads, so that no kind crowds out another. */
const MOST_OF_A_KIND = 60

/**
 * Reads a council's list of services, page by page. What leaves this computer is the same for everybody and every child:
 * the address, a page number, and the category that the organisation has set, if any. Nothing is looked up: what is of
 * use is picked here. No address that an answer names is followed.
 *
 * @throws AppError source/unreachable; source/not-fhir for what is no such list, a captive portal's page above all;
 *   source/too-large past 5 MiB a page; by status as `codeForStatus` says. One page that cannot be had is all of it
 * @source Open Referral UK 3.0, `GET /services`
 */
export async function fetchServices(asking: Asking, feed: Feed): Promise<Listed> {
  const services = new Map<string, Service>()
  const seen = new Set<string>()
  for (let number = 1; number <= MOST_PAGES; number++) {
    const page = readPage(await fetchPage(asking, feed, number))
    const ids = page.contents.map(idOf)
    // A feed that knows no pages gives the same one for ever.
    if (ids.every((id) => seen.has(id))) return listed(services, false)
    for (const id of ids) seen.add(id)
    for (const service of readServices(page.contents)) services.set(service.id, service)
    if (isLast(page, number)) return listed(services, false)
  }
  return listed(services, true)
}

async function fetchPage(asking: Asking, feed: Feed, number: number): Promise<unknown> {
  const response = await ask(asking, pageUrl(feed, number), { method: 'GET', headers: { accept: 'application/json' } })
  if (isPage(response)) throw new AppError('source/not-fhir', 'a web page answered')
  if (!response.ok) throw new AppError(codeForStatus(response.status), `status ${response.status}`)
  const text = await readText(response)
  try {
    return JSON.parse(text)
  } catch {
    // What JSON.parse says of a broken text quotes it: it is not passed on.
    throw new AppError('source/not-fhir', 'the answer is broken JSON')
  }
}

function pageUrl({ baseUrl, category }: Feed, number: number): string {
  const query = new URLSearchParams({
    ...(category !== undefined && { taxonomy_term_id: category }),
    page: `${number}`,
    per_page: `${PER_PAGE}`,
  })
  return `${baseUrl}/services?${query}`
}

type Page = { contents: unknown[]; total_pages?: number | undefined; last_page?: boolean | undefined }

function readPage(raw: unknown): Page {
  const { data } = isTooDeep(raw) ? {} : pageOnWire.safeParse(raw)
  if (!data) throw new AppError('source/not-fhir', 'the answer is no page of services')
  return data
}

/** The count decides, where there is one: some feeds say "last page" of every page. */
function isLast({ contents, total_pages, last_page }: Page, number: number): boolean {
  if (contents.length === 0) return true
  return total_pages === undefined ? last_page === true : number >= total_pages
}

/** What has no id is told by its words. */
function idOf(raw: unknown): string {
  const id = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : undefined
  return typeof id === 'string' || typeof id === 'number' ? `${id}` : JSON.stringify(raw).slice(0, 200)
}

function listed(services: Map<string, Service>, isCut: boolean): Listed {
  const counts = new Map<ServiceKind, number>()
  const kept = [...services.values()].filter(({ kind }) => {
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    return count <= MOST_OF_A_KIND
  })
  return { services: kept, isCut: isCut || kept.length < services.size }
}
