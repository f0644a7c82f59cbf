import { randomBytes } from 'node:crypto'
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listenOnLoopback, stopListening } from '../../src/practice/server/listen.ts'
import type { Needs } from './needs.ts'
import { run, start } from './program.ts'

export type Database = {
  /** As Java's drivers take it, password included. */
  address: string
  sizeBytes(): Promise<number>
  stop(): Promise<void>
}

const USER = 'handrail'

/**
 * An empty PostgreSQL on a loopback port, in a folder of its own that goes with it. As root it runs as another user,
 * because it refuses to be root.
 *
 * @throws Error with PostgreSQL's own words when it does not start
 */
export async function startDatabase({ postgres }: Needs, stop: AbortSignal): Promise<Database> {
  const owner = await ownerOf()
  const folder = await mkdtemp(join(tmpdir(), 'handrail-interop-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    if (owner.uid !== undefined && owner.gid !== undefined) await chown(folder, owner.uid, owner.gid)
    const password = randomBytes(16).toString('hex')
    const port = await freePort()
    const data = join(folder, 'data')
    const passwordFile = join(folder, 'password')
    await writeFile(passwordFile, `${password}\n`)
    const keys = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`]
    const words = ['-D', data, '-U', USER, '--encoding=UTF8', '--locale=C', '--no-sync', ...keys]
    await run(join(postgres, 'initdb'), words, { ...owner, cwd: folder, stop })
    const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'max_connections=60']
    const server = await start(join(postgres, 'postgres'), ['-D', data, ...settings.flatMap((one) => ['-c', one])], {
      ...owner,
      cwd: folder,
      stop,
      isReady: (line) => /ready to accept connections/.test(line) || undefined,
      signal: 'SIGINT', // ends connections, loses nothing
      withinMs: 60_000,
    })
    return {
      address: `jdbc:postgresql://127.0.0.1:${port}/postgres?user=${USER}&password=${password}`,
      async sizeBytes() {
        const about = ['-h', '127.0.0.1', '-p', `${port}`, '-U', USER, '-d', 'postgres', '-At', '-c']
        const env = { ...process.env, PGPASSWORD: password }
        return Number(
          await run(join(postgres, 'psql'), [...about, 'select pg_database_size(current_database())'], { env }),
        )
      },
      async stop() {
        await server.stop()
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}

/** Nobody in particular, unless this is root. */
async function ownerOf(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {}
  const name = await run('id', ['-u', 'postgres']).then(
    () => 'postgres',
    () => 'nobody',
  )
  return { uid: Number(await run('id', ['-u', name])), gid: Number(await run('id', ['-g', name])) }
}

async function freePort(): Promise<number> {
  const server = createServer()
  const origin = await listenOnLoopback(server, 0)
  await stopListening(server)
  return Number(new URL(origin).port)
}
