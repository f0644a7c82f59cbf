import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { buildAll, OUTPUT } from './build.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

await buildAll()
const extension = join(ROOT, OUTPUT.chrome)
const pages = globSync('*.html', { cwd: extension }).sort()
print(
  'The extension, script and style of each page',
  [...pages, 'background.js'].map((entry) => [entry, measure(extension, reach(extension, entry))]),
)
print(
  'The extension, loaded when it is needed',
  globSync('chunks/*.js', { cwd: extension })
    .sort()
    .filter((chunk) => !pages.some((page) => reach(extension, page).has(chunk)))
    .map((chunk) => [chunk.replace(/-[^-]+\.js$/, ''), measure(extension, [chunk])]),
)
const guidance = join(ROOT, OUTPUT.widgets, 'guidance')
print('The guidance element, before any card is asked for', [
  ['handrail-guidance.js and what it imports', measure(guidance, reach(guidance, 'handrail-guidance.js'))],
])
print('Widgets, file by file', filesIn(OUTPUT.widgets, '**/*.js'))
print('Guidance, a pack at a time', filesIn('src/guidance/packs', '*.json'))

type Size = { bytes: number; gzipBytes: number }

/** An entry and every script and style it loads before it can show anything: imports asked for later are left out. */
function reach(folder: string, entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry) || !existsSync(join(folder, entry))) return seen
  seen.add(entry)
  const text = readFileSync(join(folder, entry), 'utf8')
  const links = entry.endsWith('.html')
    ? text.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)
    : text.matchAll(/(?:\bfrom|\bimport)\s*["']([^"']+\.js)["']/g)
  for (const [, link = ''] of links) {
    const fromRoot = link.startsWith('/') ? link : posix.join('/', posix.dirname(entry), link)
    reach(folder, fromRoot.slice(1), seen)
  }
  return seen
}

/** Each file is squeezed by itself, as it would be on its way. */
function measure(folder: string, files: Iterable<string>): Size {
  const contents = [...files]
    .filter((file) => /\.(js|css|json)$/.test(file))
    .map((file) => readFileSync(join(folder, file)))
  const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0)
  return {
    bytes: sum(contents.map(({ length }) => length)),
    gzipBytes: sum(contents.map((content) => gzipSync(content).length)),
  }
}

function filesIn(folder: string, pattern: string): [string, Size][] {
  const files = globSync(pattern, { cwd: join(ROOT, folder) }).sort()
  return files.map((file) => [file, measure(join(ROOT, folder, dirname(file)), [basename(file)])])
}

function print(title: string, rows: [string, Size][]): void {
  console.log(`\n${title.padEnd(56)}${'KiB'.padStart(8)}${'gzip'.padStart(8)}`)
  for (const [name, { bytes, gzipBytes }] of rows) console.log(`  ${name.padEnd(54)}${kib(bytes)}${kib(gzipBytes)}`)
}

function kib(bytes: number): string {
  return (bytes / 1024).toFixed(1).padStart(8)
}
