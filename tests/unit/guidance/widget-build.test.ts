import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildGuidance } from '../../../widgets/guidance/build.ts'

const A_LINE_FROM_A_CARD = 'Two quiet visits by the same way in'

describe('the built <handrail-guidance>', () => {
  let folder = ''
  let files: Record<string, string> = {}

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guidance-'))
    await buildGuidance(folder)
    const names = await readdir(folder)
    files = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
    )
  })
  afterAll(() => rm(folder, { recursive: true }))

  /** The module and what it takes before it can show anything: what it asks for later is left out. */
  function atOnce(name = 'handrail-guidance.js', seen = new Map<string, string>()): Map<string, string> {
    const text = files[name] ?? ''
    if (seen.has(name)) return seen
    seen.set(name, text)
    for (const [, next = ''] of text.matchAll(/(?:^|;)(?:import|export)[^;"]*"\.\/([^"]+\.js)"/g)) atOnce(next, seen)
    return seen
  }

  it('is a module with what it shares, the cards of each transition, a part for local packs, and one classic file', () => {
    const names = Object.keys(files).map((name) => name.replace(/-[A-Z0-9]{8}(?=\.js$)/, ''))
    expect([...new Set(names)].sort()).toEqual([
      'handrail-guidance-chunk.js',
      'handrail-guidance-infant-to-junior.js',
      'handrail-guidance-local-pack.js',
      'handrail-guidance-school-year.js',
      'handrail-guidance-starting-school.js',
      'handrail-guidance-year-11-to-post-16.js',
      'handrail-guidance-year-6-to-7.js',
      'handrail-guidance.classic.js',
      'handrail-guidance.js',
    ])
  })

  it('fetches cards, and what local packs take, only when they are asked for, unless it is the classic file', () => {
    const text = [...atOnce().values()].join('\n')
    expect(atOnce().size).toBeGreaterThan(1)
    expect(text).not.toContain(A_LINE_FROM_A_CARD)
    expect(text).not.toMatch(/ZodMini|compactVerify|fetch\(/)
    expect(files['handrail-guidance.classic.js']).toContain(A_LINE_FROM_A_CARD)
    expect(files['handrail-guidance.classic.js']).not.toMatch(/\bimport\(/)
  })

  it('weighs at most 12 kB without its cards', () => {
    const bytes = [...atOnce().values()].reduce((sum, text) => sum + gzipSync(text).byteLength, 0)
    expect(bytes).toBeLessThanOrEqual(12_000)
  })

  it('holds no parser of Markdown, no way to make markup, and no way to send or keep anything but packs', () => {
    const forbidden =
      /innerHTML|outerHTML|insertAdjacentHTML|\beval\b|XMLHttpRequest|sendBeacon|localStorage|document\.cookie|markdown-it/
    for (const [name, text] of Object.entries(files)) expect(text, name).not.toMatch(forbidden)
  })
})
