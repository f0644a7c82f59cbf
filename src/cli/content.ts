import { createHash } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packJsonSchema } from '../guidance/compile/json-schema.ts'
import { showProblem } from '../guidance/compile/problem.ts'
import { compileFolder } from './pack-folder.ts'

/**
 * `npm run content`: compiles every folder of guidance to the JSON that ships. Lists all that is wrong, with file and line,
 * and exits 1; a folder with a problem writes nothing. With `-- --schema` it publishes the JSON Schema of a pack anew.
 */
const PACKS = fileURLToPath(new URL('../guidance/packs/', import.meta.url))
const SCHEMA = fileURLToPath(new URL('../guidance/pack.schema.json', import.meta.url))

const digests: Record<string, string> = {}
const folders = (await readdir(PACKS, { withFileTypes: true })).filter((entry) => entry.isDirectory())
for (const { name } of folders) await build(name)
await writeJson(join(PACKS, 'digests.json'), digests)
if (process.argv.includes('--schema')) await writeJson(SCHEMA, packJsonSchema())

async function build(id: string): Promise<void> {
  const pack = await compileFolder(join(PACKS, id), PACKS)
  if (pack.kind === 'broken') {
    for (const problem of pack.problems) console.error(`src/guidance/packs/${showProblem(problem)}`)
    process.exitCode = 1
    return
  }
  if (pack.value.id !== id) {
    console.error(`src/guidance/packs/${id}/pack.yaml:1: "id" must be the name of its folder, ${id}.`)
    process.exitCode = 1
    return
  }
  await writeJson(join(PACKS, `${id}.json`), pack.value)
  digests[id] = createHash('sha256').update(JSON.stringify(pack.value)).digest('base64url')
  console.log(`${id}: ${pack.value.cards.length} cards`)
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(file, `${JSON.stringify(value, null, 2)}\n`)
}
