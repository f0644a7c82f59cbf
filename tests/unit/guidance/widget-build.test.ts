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

  it('is a module, the cards of each transition, and one classic file', () => {
    expect(Object.keys(files).sort()).toEqual([
      expect.stringMatching(/^handrail-guidance-year-6-to-7-\w+\.js$/),
      'handrail-guidance.classic.js',
      'handrail-guidance.js',
    ])
  })

  it('fetches cards only when they are shown, unless it is the classic file', () => {
    expect(files['handrail-guidance.js']).not.toContain(A_LINE_FROM_A_CARD)
    expect(files['handrail-guidance.classic.js']).toContain(A_LINE_FROM_A_CARD)
    expect(files['handrail-guidance.classic.js']).not.toMatch(/\bimport\(/)
  })

  it('weighs at most 10 kB without its cards', () => {
    expect(gzipSync(files['handrail-guidance.js'] ?? '').byteLength).toBeLessThanOrEqual(10_000)
  })

  it('holds no parser, no way to make markup and no way to reach or keep anything', () => {
    const forbidden =
      /innerHTML|outerHTML|insertAdjacentHTML|\beval\b|fetch\(|XMLHttpRequest|sendBeacon|localStorage|indexedDB|markdown-it|ZodMini/
    for (const [name, text] of Object.entries(files)) expect(text, name).not.toMatch(forbidden)
  })
})
