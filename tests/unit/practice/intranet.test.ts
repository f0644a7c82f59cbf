import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Intranet, startIntranet } from '../../../src/practice/server/intranet.ts'

let folder: string
let intranet: Intranet

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intranet-'))
  for (const name of ['pages', 'pages-of-others', 'widgets']) await mkdir(join(folder, name))
  await writeFile(join(folder, 'pages/index.html'), '<h1>Hello</h1>')
  await writeFile(join(folder, 'pages-of-others/secret.txt'), 'secret')
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await symlink(join(folder, 'secret.txt'), join(folder, 'pages/link.txt'))
  await writeFile(join(folder, 'widgets/guidance.js'), 'export {}')
  intranet = await startIntranet({ port: 0, pages: join(folder, 'pages'), widgets: join(folder, 'widgets') })
})
afterAll(async () => {
  await intranet.stop()
  await rm(folder, { recursive: true })
})

/** Sends the path as it is written; `fetch` would tidy it first. */
function get(path: string, method = 'GET'): Promise<{ status: number; type: string; text: string }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: new URL(intranet.url).port, path, method }, async (response) => {
      let text = ''
      for await (const chunk of response) text += chunk
      resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', text })
    })
      .on('error', reject)
      .end()
  })
}

test.each([
  ['/', 'text/html; charset=utf-8', '<h1>Hello</h1>'],
  ['/index.html?from=mail', 'text/html; charset=utf-8', '<h1>Hello</h1>'],
  ['/widgets/guidance.js', 'text/javascript; charset=utf-8', 'export {}'],
])('serves %s as %s', async (path, type, text) => {
  expect(await get(path)).toEqual({ status: 200, type, text })
})

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/widgets/../../secret.txt',
  '/widgets/..%2f..%2fsecret.txt',
  '/../pages-of-others/secret.txt',
  '/link.txt',
  '/widgets/../pages/index.html',
  '/widgets/',
  '/..',
  '/%00',
  '/%',
  '/missing.html',
])('has nothing at %s', async (path) => {
  expect(await get(path)).toMatchObject({ status: 404, text: 'Not found' })
})

test('only reads', async () => {
  expect((await get('/', 'POST')).status).toBe(405)
})
