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
  /** Where the local pack is, with the thumbprint that pins it: `/packs/north-raa.jws#…`. */
  packPath: string
  stop(): Promise<void>
}

/** A signed pack of local guidance, and the thumbprint of its key. */
type LocalPack = { jws: string; thumbprint: string }

const PACK_PATH = '/packs/north-raa.jws'

/** What the pages write where the address of the local pack belongs: its key is made anew at every start. */
const PACK_PLACE = '{{local-pack}}'

/**
 * A pretend council intranet: its pages at `/`, the widgets as built at `/widgets/`, and a local pack that any site may read.
 *
 * @param options.port 0 for any; the next free one when it is taken
 * @param options.pages options.widgets other folders to serve, for tests
 */
export async function startIntranet(options: {
  port: number
  pages?: string
  widgets?: string
  localPack?: LocalPack
}): Promise<Intranet> {
  const { port, pages = PAGES, widgets = WIDGETS, localPack } = options
  const packPath = `${PACK_PATH}#${localPack?.thumbprint ?? ''}`
  const server = createServer(async (request, response) => {
    const isPack = request.url === PACK_PATH && localPack !== undefined
    const found = isPack ? packFile(localPack) : await readWithin(request.url ?? '/', pages, widgets)
    const file = found && withPack(found, packPath)
    const allowed = request.method === 'GET' || request.method === 'HEAD'
    response.writeHead(allowed ? (file ? 200 : 404) : 405, {
      'cache-control': 'no-store',
      'content-type': file?.contentType ?? 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      ...(isPack && { 'access-control-allow-origin': '*' }),
    })
    response.end(request.method === 'HEAD' ? undefined : allowed ? (file?.bytes ?? 'Not found') : 'Not allowed')
  })
  const url = await listenOnLoopback(server, port)
  return { url, packPath, stop: () => stopListening(server) }
}

type File = { bytes: Buffer; contentType: string }

function packFile({ jws }: LocalPack): File {
  return { bytes: Buffer.from(jws), contentType: 'application/jose' }
}

function withPack(file: File, packPath: string): File {
  if (!file.contentType.startsWith('text/html')) return file
  return { ...file, bytes: Buffer.from(file.bytes.toString().replaceAll(PACK_PLACE, packPath)) }
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
