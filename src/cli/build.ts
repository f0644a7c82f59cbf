import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildGuidance } from '../../widgets/guidance/build.ts'

/** What a build leaves in the repository. */
export const OUTPUT = {
  chrome: '.output/chrome-mv3',
  firefox: '.output/firefox-mv3',
  widgets: '.output/widgets',
} as const

export type Purpose = 'practice' | 'release'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const WXT = 'node_modules/wxt/bin/wxt.mjs'

/**
 * Builds everything that ships: the extension for both browsers, one after the other because both write `.wxt`, then
 * the widgets.
 *
 * @param purpose `practice` lets records come from this very computer, as the practice server's do; a `release` does not
 * @param output `shown` for wxt's own account of it; `quiet` keeps that for the error
 * @throws Error holding what wxt or esbuild said is wrong
 */
export async function buildAll(output: 'shown' | 'quiet' = 'quiet', purpose: Purpose = 'practice'): Promise<void> {
  for (const browser of ['chrome', 'firefox']) buildExtension(browser, output, purpose)
  await buildGuidance(join(ROOT, OUTPUT.widgets, 'guidance'))
}

/** In a process of its own: called from code, wxt draws its progress over whatever is on the screen. */
function buildExtension(browser: string, output: 'shown' | 'quiet', purpose: Purpose): void {
  const stdio = output === 'shown' ? 'inherit' : 'pipe'
  const command = [WXT, 'build', '--browser', browser, '--mv3']
  const env = { ...process.env, WXT_PURPOSE: purpose }
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: ROOT, env, encoding: 'utf8', stdio })
  if (status !== 0) throw new Error(`the ${browser} build failed\n${stdout ?? ''}${stderr ?? ''}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildAll('shown', process.argv.includes('--release') ? 'release' : 'practice')
}
