import type { Timeline } from '../../../src/consent/compile.ts'
import { decide, type Grant } from '../../../src/consent/decide.ts'
import { FIRST_MS, LAST_MS } from '../../../src/core/time.ts'
import type { Boxed } from '../../../src/record/section-content.ts'
import type { Cover } from '../../../src/vault/cover.ts'
import { readRecord } from '../../../src/vault/record.ts'
import type { Vault } from '../../../src/vault/vault.ts'
import { coverOf, versionIn } from './children.ts'

/** Sections whose boxes hold facts, so that every box is the same but for its words. */
const SECTIONS = ['education-context', 'family-support', 'interventions'] as const

const ALWAYS: Timeline = [{ fromMs: FIRST_MS, untilMs: LAST_MS, kind: 'allow', reason: 'agreed' }]

/** A made-up child with so many boxes, each of which says of which version it is. */
export function childOf(
  child: string,
  version: number,
  boxes: number,
): { cover: Omit<Cover, 'boxes'>; contents: Boxed } {
  const own = SECTIONS.map((section, at) => {
    const texts = Array.from({ length: boxes }, (_, box) => `v${version} box ${box}`)
    return [section, texts.filter((_, box) => box % SECTIONS.length === at)] as const
  })
  const contents = own.map(([section, texts]) => [
    section,
    texts.map((text) => ({ facts: [{ label: 'a fact', text }] })),
  ])
  const timelines = own.map(([section, texts]) => [section, texts.map(() => ALWAYS)])
  return {
    cover: { ...coverOf(child, version), timelines: Object.fromEntries(timelines) },
    contents: Object.fromEntries(contents),
  }
}

/** Tries every box that the cover names: the versions of those that open, and how many do not. */
export async function openBoxes(vault: Vault, child: string): Promise<{ versions: number[]; refused: number }> {
  const { cover, openBox } = await readRecord(vault, child)
  const grants = SECTIONS.flatMap((section) => decide(cover, section, Date.now())).flatMap((decision) => {
    return decision.kind === 'allow' ? [decision.grant as Grant & { section: (typeof SECTIONS)[number] }] : []
  })
  const opened = await Promise.all(grants.map((grant) => openBox(grant).then(versionIn, () => undefined)))
  const versions = opened.filter((version) => version !== undefined)
  return { versions, refused: opened.length - versions.length }
}
