import { randomBytes } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserName } from '../../src/cli/browser.ts'

/** A way to damage what a browser keeps in a profile, while the browser is closed. */
export type Damage = { what: string; damage(profile: string): void }

const HOWS = {
  'cut in half': (path: string) => truncateSync(path, readFileSync(path).length >> 1),
  'all zeroes': (path: string) => writeFileSync(path, Buffer.alloc(readFileSync(path).length)),
  'all noise': (path: string) => writeFileSync(path, randomBytes(readFileSync(path).length || 4096)),
  'noise at its head': (path: string) => overwrite(path, 0, 64),
  'noise within': (path: string) => overwrite(path, readFileSync(path).length >> 1, 4096),
  gone: (path: string) => rmSync(path, { recursive: true }),
  'a folder': (path: string) => {
    rmSync(path, { force: true })
    mkdirSync(join(path, 'not-a-file'), { recursive: true })
  },
  'a file': (path: string) => {
    rmSync(path, { recursive: true })
    writeFileSync(path, 'not a folder')
  },
}
type How = keyof typeof HOWS

/** Where a browser keeps IndexedDB, and what is done to which of its files. The number in a name is another each time. */
const STORES: Record<BrowserName, { folder: string; ways: [name: string, hows: How[]][] }> = {
  /** LevelDB. One that it can read but finds broken, Chromium throws away and says so; the rest it refuses to open. */
  chromium: {
    folder: 'Default/IndexedDB/chrome-extension_*.indexeddb.leveldb',
    ways: [
      ['CURRENT', ['cut in half', 'all zeroes', 'all noise', 'gone', 'a folder']],
      ['MANIFEST-*', ['cut in half', 'all zeroes', 'all noise', 'gone', 'a folder']],
      ['*.ldb', ['cut in half', 'all zeroes', 'noise within', 'gone', 'a folder']],
      ['*.log', ['all zeroes', 'all noise', 'a folder']],
      ['LOCK', ['a folder']],
      ['.', ['a file']],
    ],
  },
  /** SQLite. Firefox begins a broken file anew by itself, and refuses where it cannot put one. */
  firefox: {
    folder: 'storage/default/moz-extension+++*',
    ways: [
      [
        'idb/*.sqlite',
        ['cut in half', 'all zeroes', 'all noise', 'noise at its head', 'noise within', 'gone', 'a folder'],
      ],
      ['idb/*.sqlite-wal', ['all noise', 'a folder']],
      ['idb/*.files', ['gone', 'a file']],
      ['idb', ['a file']],
      ['.metadata-v2', ['cut in half', 'all zeroes', 'all noise', 'gone', 'a folder']],
      ['.', ['a file']],
      ['../../../storage.sqlite', ['all noise', 'gone']],
    ],
  },
}

/** Every way there is, those of one file one after another. */
export function damagesFor(browser: BrowserName): Damage[] {
  const { folder, ways } = STORES[browser]
  return ways.flatMap(([name, hows]) =>
    hows.map((how) => ({
      what: `${name}: ${how}`,
      damage: (profile) => HOWS[how](findOne(profile, join(folder, name))),
    })),
  )
}

function findOne(profile: string, pattern: string): string {
  const [found] = globSync(join(profile, pattern)).sort()
  if (!found || !existsSync(found)) throw new Error(`nothing to damage: ${pattern}`)
  return found
}

function overwrite(path: string, from: number, sizeBytes: number): void {
  const bytes = readFileSync(path)
  randomBytes(Math.min(sizeBytes, bytes.length - from)).copy(bytes, from)
  writeFileSync(path, bytes)
}
