import { readdir, readFile } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { londonDate } from '../core/time.ts'
import type { Pack } from '../guidance/card.ts'
import { compilePack, type SourceFile } from '../guidance/compile/compile-pack.ts'
import type { Compiled } from '../guidance/compile/problem.ts'

/**
 * Compiles a folder of cards: `pack.yaml`, and Markdown files beneath it, each in a folder named after what it is about.
 *
 * @param above what the ids of cards are relative to: the folder itself, or, for one that is named after what all its
 *   cards are about, the one above it
 */
export async function compileFolder(folder: string, above = folder): Promise<Compiled<Pack>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const read = async (file: string): Promise<SourceFile> => ({
    file: relative(above, file).split(sep).join('/'),
    text: (await readFile(file, 'utf8')).replaceAll('\r\n', '\n'),
  })
  const about = await read(join(folder, 'pack.yaml')).catch(() => undefined)
  if (!about) {
    const message = 'A pack needs a pack.yaml with its id, title, version and owner.'
    return { kind: 'broken', problems: [{ file: `${basename(folder)}/pack.yaml`, line: 1, message }] }
  }
  return compilePack(about, await Promise.all(files.map(read)), londonDate(Date.now()))
}
