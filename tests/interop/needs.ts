import { existsSync, globSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './program.ts'

/** Where PostgreSQL's programs are: Debian keeps them off the path. */
export type Needs = { postgres: string }

const DEBIAN_PACKAGES = ['default-jdk-headless', 'maven', 'postgresql']
const OLDEST_JAVA = 17

/** Debian starts a database of its own with the package. This run wants the programs alone. */
const NO_DATABASE = '/etc/postgresql-common/createcluster.d/handrail-interop.conf'

/**
 * Finds what it takes to run the engine. On Debian, as root, installs what is missing.
 *
 * @throws Error that names what is missing and what to do about it, a sentence each
 */
export async function findNeeds(stop: AbortSignal): Promise<Needs> {
  const found = await look()
  if (found.missing.length === 0) return { postgres: found.postgres }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('· Installing Java, Maven and PostgreSQL')
    await install(stop)
    const again = await look()
    if (again.missing.length === 0) return { postgres: again.postgres }
    throw new Error(again.missing.join('\n'))
  }
  throw new Error(found.missing.join('\n'))
}

async function look(): Promise<{ postgres: string; missing: string[] }> {
  const postgres = findPostgres()
  const compiler = await version('javac', ['-version'])
  const missing = [
    compiler !== undefined && compiler >= OLDEST_JAVA
      ? ''
      : 'The engine is written in Java and there is no JDK 17 or newer. Install one (on Debian: default-jdk-headless), then try again.',
    (await version('mvn', ['--version'])) !== undefined
      ? ''
      : 'Maven fetches the engine and there is none. Install it (on Debian: maven), then try again.',
    postgres !== ''
      ? ''
      : 'The records are kept in PostgreSQL and there is none. Install it (on Debian: postgresql), or put initdb and postgres on the path, then try again.',
  ]
  return { postgres, missing: missing.filter(Boolean) }
}

/** The first number a program says of its version; undefined when there is no such program. */
async function version(name: string, words: string[]): Promise<number | undefined> {
  try {
    return Number(/\d+/.exec(await run(name, words))?.[0])
  } catch {
    return undefined
  }
}

/** The newest of Debian's, or what is on the path; empty for none. */
function findPostgres(): string {
  const newestFirst = globSync('/usr/lib/postgresql/*/bin').sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
  const folders = [...newestFirst, ...(process.env.PATH ?? '').split(':')]
  return folders.find((folder) => ['initdb', 'postgres', 'psql'].every((name) => existsSync(join(folder, name)))) ?? ''
}

async function install(stop: AbortSignal): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update'], { env, stop })
  await run('mkdir', ['-p', '/etc/postgresql-common/createcluster.d'])
  writeFileSync(NO_DATABASE, 'create_main_cluster = false\n')
  try {
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...DEBIAN_PACKAGES], { env, stop })
  } finally {
    rmSync(NO_DATABASE, { force: true })
  }
}
