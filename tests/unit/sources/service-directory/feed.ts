/** A council's feed that remembers what it was asked. */
export type FakeFeed = {
  fetch: typeof fetch
  /** Every address that was asked, in order. */
  asked: string[]
  /** What went with each, apart from the address. */
  sent: RequestInit[]
}

export const FEED = { baseUrl: 'https://services.northmoor.example.org/o/v3', category: undefined }

/** @param answer by the number of the page, from 1 */
export function createFeed(answer: (page: number) => Response | Promise<Response>): FakeFeed {
  const asked: string[] = []
  const sent: RequestInit[] = []
  const fetch = async (input: RequestInfo | URL, init: RequestInit = {}) => {
    asked.push(String(input))
    sent.push(init)
    return answer(asked.length)
  }
  return { fetch: fetch as typeof globalThis.fetch, asked, sent }
}

export function json(body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json', ...headers } })
}

/** One page as Open Referral UK 3.0 wraps it. */
export function pageOf(contents: unknown[], number: number, pages: number): object {
  return {
    total_items: contents.length * pages,
    total_pages: pages,
    page_number: number,
    size: contents.length,
    first_page: number === 1,
    last_page: number === pages,
    empty: contents.length === 0,
    contents,
  }
}

/** A service with no more than it must have. */
export function hub(id: string, changes: object = {}): object {
  return { id, name: `Family Hub ${id}`, status: 'active', url: 'https://hub.example.org/', ...changes }
}
