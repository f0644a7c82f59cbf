import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Page } from 'puppeteer-core'
import { listenOnLoopback, stopListening } from '../../src/practice/server/listen.ts'

const PAGES = fileURLToPath(new URL('pages/', import.meta.url))

/** A page of our own with one of the scripts in `pages/` on it, where IndexedDB and WebCrypto work. */
export type Served = {
  /** The same until it is stopped: what a page keeps is kept for this address. */
  url: string
  stop(): Promise<void>
}

/**
 * @param script the name of a file in `folder`; what it exports can be called with `calls`
 * @param onTold what the page says with `tell`, in the order in which it arrives
 */
export async function servePage(
  script: string,
  onTold: (told: unknown) => void = () => {},
  folder = PAGES,
): Promise<Served> {
  const code = await bundle(folder + script)
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      await json(request).then(onTold, () => {}) // whoever is killed in mid-sentence has said nothing
      response.writeHead(204).end()
    } else if (request.url === '/page.js') {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(code)
    } else {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      response.end('<!doctype html><link rel="icon" href="data:,"><script src="/page.js"></script>')
    }
  })
  const { port } = new URL(await listenOnLoopback(server, 0))
  return { url: `http://localhost:${port}/`, stop: () => stopListening(server) }
}

/** Lets what the script on a page exports be called from here: `calls<typeof import('./pages/x.ts')>(page)('read', key)`. */
export function calls<Script extends Record<keyof Script, (...args: never[]) => unknown>>(page: Page) {
  return <Name extends keyof Script & string>(
    name: Name,
    ...args: Parameters<Script[Name]>
  ): Promise<Awaited<ReturnType<Script[Name]>>> =>
    page.evaluate(
      (wanted, given) => {
        const { script } = globalThis as unknown as { script: Record<string, (...args: unknown[]) => never> }
        return script[wanted]?.(...given) as never
      },
      name,
      args as unknown[],
    )
}

async function bundle(path: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${path}.ts`],
    bundle: true,
    format: 'iife',
    globalName: 'script',
    target: 'es2022',
    charset: 'utf8',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}
