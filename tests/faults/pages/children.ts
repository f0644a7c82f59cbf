import type { Timeline } from '../../../src/consent/compile.ts'
import { decide, type Grant } from '../../../src/consent/decide.ts'
import { DAY_MS, FIRST_MS, LAST_MS } from '../../../src/core/time.ts'
import type { Boxed } from '../../../src/record/section-content.ts'
import type { SectionCode } from '../../../src/record/sections.ts'
import { openCovers, readEntries, writeChild } from '../../../src/vault/children.ts'
import type { Cover } from '../../../src/vault/cover.ts'
import { readRecord } from '../../../src/vault/record.ts'
import type { Vault } from '../../../src/vault/vault.ts'
import { tell } from './tell.ts'
import { hearOfDataLoss, openUnlocked } from './unlocked.ts'

/** Twenty made-up children; the first byte says which block of the list a child is in, and four share each. */
const CHILDREN = Array.from({ length: 20 }, (_, index) => `0${index % 5}${String(index).padStart(30, '0')}`)

const ALWAYS: Timeline[] = [[{ fromMs: FIRST_MS, untilMs: LAST_MS, kind: 'allow', reason: 'agreed' }]]
const NOW = Date.parse('2026-11-23T08:40:00Z')

/** What the page says while it writes. */
export type Told = { kind: 'begun' } | { kind: 'written'; child: string; version: number }

/** A child as it was found: each part says which it belongs to, undefined where it is missing or broken. */
export type Found = {
  child: string
  cover: number | undefined
  listed: number | undefined
  boxes: (number | undefined)[]
}

/**
 * Writes child after child, each time a newer version of one of them, until the page is gone. Says when it begins, and of
 * each write that it is done once the vault has said so.
 */
export async function writeChildren(key: string): Promise<void> {
  const vault = await openUnlocked(key)
  const found = await readAll(vault)
  tell({ kind: 'begun' } satisfies Told)
  for (let version = Math.max(0, ...found.map(({ cover = 0 }) => cover)) + 1; ; version++) {
    const child = CHILDREN[Math.floor(Math.random() * CHILDREN.length)] ?? ''
    await writeChild(vault, coverOf(child, version), contentsOf(version))
    tell({ kind: 'written', child, version } satisfies Told)
  }
}

/** What is left, and whether the browser said as it opened the vault that it had thrown away what was there. */
export async function readChildren(key: string): Promise<{ children: Found[]; isThrownAway: boolean }> {
  const isLost = hearOfDataLoss()
  const children = await readAll(await openUnlocked(key))
  return { children, isThrownAway: isLost() }
}

/** Everybody who is in the covers or in the list, with the versions of all their parts. */
async function readAll(vault: Vault): Promise<Found[]> {
  const { covers, damaged } = await openCovers(vault)
  const entries = new Map((await readEntries(vault)).map((entry) => [entry.child, entry]))
  const known = new Map(covers.map((cover) => [cover.child, cover]))
  return Promise.all(
    [...new Set([...known.keys(), ...damaged, ...entries.keys()])].map(async (child) => {
      const cover = known.get(child)
      return {
        child,
        cover: cover && versionIn(cover.second),
        listed: versionIn(entries.get(child)?.second),
        boxes: cover ? await Promise.all(SECTIONS.map((section) => versionOfBox(vault, cover, section))) : [],
      }
    }),
  )
}

const SECTIONS = ['about-me', 'strengths', 'what-helps', 'words', 'family-support'] as const

async function versionOfBox(vault: Vault, cover: Cover, section: SectionCode): Promise<number | undefined> {
  const [decision] = decide(cover, section, NOW)
  if (decision?.kind !== 'allow') return undefined
  const grant = decision.grant as Grant & { section: typeof section }
  const { openBox } = await readRecord(vault, cover.child)
  return openBox(grant).then(versionIn, () => undefined)
}

export function versionIn(content: unknown): number | undefined {
  const [, version] = /\bv(\d+)\b/.exec(JSON.stringify(content) ?? '') ?? []
  return version === undefined ? undefined : Number(version)
}

/** About 12 KB in all, as a record is. */
function contentsOf(version: number): Boxed {
  const lines = Array.from({ length: 8 }, (_, line) => `v${version} ${line} ${'made up to be long. '.repeat(12)}`)
  const facts = lines.map((text) => ({ label: 'a fact', text }))
  return {
    'about-me': [{ quotes: [], facts }],
    strengths: [{ strengths: lines }],
    'what-helps': [{ do: lines, pleaseDont: [], triggers: [] }],
    words: [{ addressAs: undefined, use: lines, avoid: [] }],
    'family-support': [{ facts }],
  }
}

export function coverOf(child: string, version: number): Omit<Cover, 'boxes'> {
  return {
    child,
    timelines: Object.fromEntries(SECTIONS.map((section) => [section, ALWAYS])),
    sourceId: 's1',
    signedBy: undefined,
    heldBy: 'Nobody',
    patient: `Patient/${child}`,
    name: `Child ${child}`,
    knownAs: 'Child',
    second: `v${version}`,
    bornOn: '2016-05-12',
    third: undefined,
    confirmedAtMs: undefined,
    agreedBy: 'nobody',
    sharing: { agreements: [], recipients: [], controller: undefined, duties: [], needsCheck: [] },
    withholds: false,
    safeguarding: undefined,
    asAtMs: version,
    checkedAtMs: version,
    leaseEndsAtMs: NOW + 3 * DAY_MS,
    digest: '',
    visibleUntilMs: LAST_MS,
    identifiers: [],
    hiddenSinceMs: undefined,
  }
}
