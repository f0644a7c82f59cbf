import { readFile, realpath } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listenOnLoopback, stopListening } from './listen.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const PAGES = join(ROOT, 'src/practice/intranet')
const WIDGETS = join(ROOT, '.output/widgets')

const CONTENT_TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
}

export type Intranet = {
  /** An origin of its own, such as `http://127.0.0.1:8788`. */
  url: string
  stop(): Promise<void>
}

/**
 * A pretend council intranet: its pages at `/`, the widgets as built at `/widgets/`.
 *
 * @param options.port 0 for any; the next free one when it is taken
 * @param options.pages options.widgets other folders to serve, for tests
 */
export async function startIntranet(options: { port: number; pages?: string; widgets?: string }): Promise<Intranet> {
  const { port, pages = PAGES, widgets = WIDGETS } = options
  const server = createServer(async (request, response) => {
    const file = await readWithin(request.url ?? '/', pages, widgets)
    const allowed = request.method === 'GET' || request.method === 'HEAD'
    response.writeHead(allowed ? (file ? 200 : 404) : 405, {
      'cache-control': 'no-store',
      'content-type': file?.contentType ?? 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
    })
    response.end(request.method === 'HEAD' ? undefined : allowed ? (file?.bytes ?? 'Not found') : 'Not allowed')
  })
  const url = await listenOnLoopback(server, port)
  return { url, stop: () => stopListening(server) }
}

/** The file an address names, or undefined: a folder, a missing file, and anything outside the two folders are alike. */
async function readWithin(address: string, pages: string, widgets: string) {
  try {
    const path = decodeURIComponent(address.replace(/[?#].*$/, ''))
    const isWidget = path.startsWith('/widgets/')
    const folder = await realpath(isWidget ? widgets : pages)
    const inside = isWidget ? path.slice('/widgets'.length) : path === '/' ? '/index.html' : path
    // The real path, after every `..` and link is followed, is the one compared.
    const file = await realpath(join(folder, inside))
    if (!file.startsWith(folder + sep)) return undefined
    return { bytes: await readFile(file), contentType: CONTENT_TYPES[extname(file)] ?? 'application/octet-stream' }
  } catch {
    return undefined
  }
}
