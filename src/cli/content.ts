import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { londonDate } from '../core/time.ts'
import { compilePack, type SourceFile } from '../guidance/compile/compile-pack.ts'
import { showProblem } from '../guidance/compile/problem.ts'

/**
 * `npm run content`: compiles every folder of guidance to the JSON that ships. Lists all that is wrong, with file and
 * line, and exits 1; a folder with a problem writes nothing.
 */
const PACKS = fileURLToPath(new URL('../guidance/packs/', import.meta.url))

const folders = (await readdir(PACKS, { withFileTypes: true })).filter((entry) => entry.isDirectory())
for (const { name } of folders) await build(name)

async function build(id: string): Promise<void> {
  const names = (await readdir(join(PACKS, id))).filter((name) => name.endsWith('.md')).sort()
  const cards = await Promise.all(names.map((name) => read(`${id}/${name}`)))
  const pack = compilePack(id, await read(`${id}/pack.yaml`), cards, londonDate(Date.now()))
  if (pack.kind === 'broken') {
    for (const problem of pack.problems) console.error(`src/guidance/packs/${showProblem(problem)}`)
    process.exitCode = 1
    return
  }
  await writeFile(join(PACKS, `${id}.json`), `${JSON.stringify(pack.value, null, 2)}\n`)
  console.log(`${id}: ${pack.value.cards.length} cards`)
}

async function read(file: string): Promise<SourceFile> {
  return { file, text: (await readFile(join(PACKS, file), 'utf8')).replaceAll('\r\n', '\n') }
}
