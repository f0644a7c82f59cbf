import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import type { Pack } from '../guidance/card.ts'
import { showProblem } from '../guidance/compile/problem.ts'
import { openPack } from '../guidance/local/open-pack.ts'
import { compileFolder } from './pack-folder.ts'
import { signPack } from './sign-pack.ts'

/**
 * `npm run build-pack -- DIR --key FILE`: compiles a folder of local cards and signs them; `-- --make-key FILE` makes the key
 * to sign with, once. Lists all that is wrong, with file and line, and exits 1; then nothing is written.
 */
const USAGE = `Build and sign a pack of local guidance:

  npm run build-pack -- DIR --key FILE     DIR holds pack.yaml and a folder of cards for each transition
  npm run build-pack -- --make-key FILE    makes a new private key: keep it where only you can read it`

class Stop extends Error {}

try {
  await run()
} catch (error) {
  if (!(error instanceof Stop)) throw error
  console.error(error.message)
  process.exitCode = 1
}

async function run(): Promise<void> {
  const { positionals, values } = read()
  const [folder, ...more] = positionals
  if (values['make-key'] !== undefined && folder === undefined) return makeKey(values['make-key'])
  if (folder === undefined || more.length > 0 || values.key === undefined) throw new Stop(USAGE)

  const key = await readKey(values.key)
  const compiled = await compileFolder(folder)
  if (compiled.kind === 'broken') {
    throw new Stop([...compiled.problems.map(showProblem), 'Nothing was built.'].join('\n'))
  }
  const pack = compiled.value
  const signed = await signPack(pack, key)
  const opened = await openPack(signed.jws, signed.thumbprint)
  if (opened.kind !== 'pack')
    throw new Stop(`Nothing was built: ${opened.kind === 'broken' ? opened.why : 'it does not open'}`)

  const file = join(folder, `${pack.id}-${pack.version}.jws`)
  await writeOnce(file, signed.jws, pack)
  console.log(`${pack.title}, version ${pack.version}: ${pack.cards.length} cards, in ${file}`)
  console.log(
    'Put the file on an https address that answers other sites (Access-Control-Allow-Origin: *). What schools enter:',
  )
  console.log(`\n  https://YOUR-ADDRESS/${pack.id}-${pack.version}.jws#${signed.thumbprint}\n`)
}

function read() {
  try {
    return parseArgs({ allowPositionals: true, options: { key: { type: 'string' }, 'make-key': { type: 'string' } } })
  } catch {
    throw new Stop(USAGE)
  }
}

async function makeKey(file: string): Promise<void> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const text = `${JSON.stringify(await exportJWK(privateKey), null, 2)}\n`
  await writeFile(file, text, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw new Stop(
      error.code === 'EEXIST' ? `${file} is there already, and stays as it is.` : `${file} could not be written.`,
    )
  })
  console.log(
    `A new private key is in ${file}. Whoever has it can write guidance in your name: keep it safe, and keep a copy.`,
  )
  console.log(`Its thumbprint, which schools pin: ${await calculateJwkThumbprint(await exportJWK(publicKey))}`)
}

async function readKey(file: string): Promise<JWK> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Stop(`There is no key in ${file}. Make one: npm run build-pack -- --make-key ${file}`)
  })
  try {
    const key = JSON.parse(text) as JWK
    const isEs256 = key.kty === 'EC' && key.crv === 'P-256'
    const isEd25519 = key.kty === 'OKP' && key.crv === 'Ed25519'
    if ((isEs256 || isEd25519) && key.d) return key
  } catch {
    // not JSON: the sentence below says what it has to be
  }
  throw new Stop(`${file} holds no private key for ES256 or Ed25519 as a JWK.`)
}

/** A version that has been given out never changes: whoever has it would not take another under the same number. */
async function writeOnce(file: string, jws: string, { version }: Pack): Promise<void> {
  const before = await readFile(file, 'utf8').catch(() => undefined)
  if (before !== undefined && payloadOf(before) !== payloadOf(jws)) {
    throw new Stop(`Version ${version} has been built before, with other cards. Raise "version" in pack.yaml.`)
  }
  if (before === undefined) await writeFile(file, jws)
}

function payloadOf(jws: string): string | undefined {
  return jws.split('.')[1]
}
