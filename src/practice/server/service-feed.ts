import type { Answer } from './answer.ts'

const PATH = '/services'
const MOST_PER_PAGE = 100

/**
 * Gives a made-up council's list of services, a page at a time. It knows no search, no category and no age: whoever asks
 * by any of them is told so, and not given everything as if it had been found.
 *
 * @param services as Open Referral UK 3.0 writes them, in the order they are given out
 * @returns undefined for an address that is none of the list's
 * @source Open Referral UK 3.0, `GET /services` and `GET /services/{id}`
 */
export function answerServices(path: string, query: URLSearchParams, services: readonly object[]): Answer | undefined {
  if (path !== PATH && !path.startsWith(`${PATH}/`)) return undefined
  const id = path.slice(PATH.length + 1)
  if (path !== PATH) {
    const found = services.find((service) => 'id' in service && service.id === id)
    return found ? json(200, found) : json(404, { error: 'Not found' })
  }
  const unknown = [...query.keys()].filter((name) => name !== 'page' && name !== 'per_page')
  if (unknown.length > 0) return json(400, { error: `Not known here: ${unknown.join(', ')}` })
  const number = wholeOf(query.get('page'), 1)
  const size = Math.min(wholeOf(query.get('per_page'), 10), MOST_PER_PAGE)
  const pages = Math.max(Math.ceil(services.length / size), 1)
  const contents = services.slice((number - 1) * size, number * size)
  return json(200, {
    total_items: services.length,
    total_pages: pages,
    page_number: number,
    size: contents.length,
    first_page: number === 1,
    last_page: number >= pages,
    empty: contents.length === 0,
    contents,
  })
}

function wholeOf(text: string | null, otherwise: number): number {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : otherwise
}

function json(status: number, body: object): Answer {
  return { status, body, contentType: 'application/json' }
}
