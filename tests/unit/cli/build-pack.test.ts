import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPack } from '../../../src/guidance/local/open-pack.ts'

const ROOT = new URL('../../../', import.meta.url).pathname
const run = promisify(execFile)

/** Runs `npm run build-pack -- …` without npm, and gives what it says and how it ends. */
async function buildPack(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  try {
    const { stdout, stderr } = await run(process.execPath, [join(ROOT, 'src/cli/build-pack.ts'), ...args])
    return { code: 0, out: stdout, err: stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, out: stdout, err: stderr }
  }
}

describe('npm run build-pack', () => {
  let folder = ''
  let pack = ''
  let key = ''
  const change = async (file: string, from: string, to: string) => {
    const text = await readFile(join(pack, file), 'utf8')
    await writeFile(join(pack, file), text.replace(from, to))
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pack-'))
    ;[pack, key] = [join(folder, 'north'), join(folder, 'key.json')]
    await cp(join(ROOT, 'src/guidance/packs/year-6-to-7'), join(pack, 'year-6-to-7'), { recursive: true })
    await rm(join(pack, 'year-6-to-7/pack.yaml'))
    await writeFile(join(pack, 'pack.yaml'), 'id: north\ntitle: From the north\nversion: 1.0.0\nowner: North RAA\n')
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('says what to do when there is no key', async () => {
    const { code, err } = await buildPack(pack, '--key', key)
    expect(code).toBe(1)
    expect(err).toContain(`npm run build-pack -- --make-key ${key}`)
  })

  it('makes a key that only its owner can read, once', async () => {
    expect((await buildPack('--make-key', key)).code).toBe(0)
    expect((await stat(key)).mode & 0o077).toBe(0)
    const before = await readFile(key, 'utf8')
    const again = await buildPack('--make-key', key)
    expect([again.code, await readFile(key, 'utf8')]).toEqual([1, before])
  })

  it('builds and signs a pack, and prints the line that schools enter', async () => {
    const { code, out } = await buildPack(pack, '--key', key)
    expect(code).toBe(0)
    const [, thumbprint = ''] = /north-1\.0\.0\.jws#([\w-]{43})/.exec(out) ?? []
    const jws = await readFile(join(pack, 'north-1.0.0.jws'), 'utf8')
    const opened = await openPack(jws, thumbprint)
    expect(opened).toMatchObject({ kind: 'pack', pack: { id: 'north', cards: { length: 14 } } })
    expect(JSON.stringify(opened)).not.toContain(JSON.parse(await readFile(key, 'utf8')).d)
  })

  it('builds the same again, and never other cards under a version that has been given out', async () => {
    const file = join(pack, 'north-1.0.0.jws')
    const before = await readFile(file, 'utf8')
    expect((await buildPack(pack, '--key', key)).code).toBe(0)
    await change('year-6-to-7/quiet-visits.md', 'Two quiet visits', 'Three quiet visits')
    const { code, err } = await buildPack(pack, '--key', key)
    expect([code, await readFile(file, 'utf8')]).toEqual([1, before])
    expect(err).toContain('Raise "version" in pack.yaml')
    await change('pack.yaml', '1.0.0', '1.0.1')
    expect((await buildPack(pack, '--key', key)).code).toBe(0)
  })

  it('writes nothing when a card is broken, and says where', async () => {
    await change('pack.yaml', '1.0.1', '1.0.2')
    await change('year-6-to-7/photo-walk.md', 'tier: universal', 'tier: gold')
    const { code, err } = await buildPack(pack, '--key', key)
    expect(code).toBe(1)
    expect(err).toMatch(/^year-6-to-7\/photo-walk\.md:\d+: "tier" must be one of universal, targeted, specialist/m)
    await expect(stat(join(pack, 'north-1.0.2.jws'))).rejects.toThrow('ENOENT')
  })

  it.each([[[]], [['--key']], [['a', 'b', '--key', 'c']], [['--nonsense']]])(
    'shows how it is used for %j',
    async (args) => {
      const { code, err } = await buildPack(...args)
      expect([code, err]).toEqual([1, expect.stringContaining('npm run build-pack -- DIR --key FILE')])
    },
  )
})
