import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'

const entry = fileURLToPath(new URL('define.ts', import.meta.url))
const output = fileURLToPath(new URL('../../.output/widgets/guidance/', import.meta.url))

/**
 * Builds `<handrail-guidance>` for pages that are not ours: `handrail-guidance.js`, an ES module that fetches the cards
 * of a transition when one is shown, and `handrail-guidance.classic.js`, one file with everything for pages that cannot
 * use modules. Needs the compiled packs (`npm run content`).
 *
 * @param folder emptied first
 */
export async function buildGuidance(folder = output): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  const shared: BuildOptions = { bundle: true, minify: true, target: 'es2022', legalComments: 'none', charset: 'utf8' }
  await build({
    ...shared,
    entryPoints: { 'handrail-guidance': entry },
    format: 'esm',
    splitting: true,
    chunkNames: 'handrail-guidance-[name]-[hash]',
    outdir: folder,
  })
  await build({ ...shared, entryPoints: { 'handrail-guidance.classic': entry }, format: 'iife', outdir: folder })
}
