import { readFile, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build, type Plugin, transform } from 'esbuild'

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
  const shared: BuildOptions = {
    bundle: true,
    minify: true,
    target: 'es2022',
    legalComments: 'none',
    charset: 'utf8',
    plugins: [smallerStyle],
  }
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

/** The style sheet is a template for whoever reads it; readers of the page need none of its space. */
const smallerStyle: Plugin = {
  name: 'smaller-style',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]widgets[\\/]guidance[\\/]style\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const [template = '', css = ''] = /`\n(.*)`/s.exec(text) ?? []
      const { code } = await transform(css, { loader: 'css', minify: true, charset: 'utf8' })
      return { loader: 'ts', contents: text.replace(template, () => JSON.stringify(code.trim())) }
    }),
}
