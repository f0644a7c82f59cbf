import { AppError, codeOf, type ErrorCode } from '../core/errors.ts'
import { readRecipient } from '../fhir/read-recipient.ts'
import { readContent, readFile } from '../sources/file/read-file.ts'
import type { Trust } from '../sources/signature/signer-of.ts'
import { parseLink } from '../sources/smart-link/link.ts'
import { openSealed } from '../sources/smart-link/sealed-file.ts'
import { randomId } from '../vault/bytes.ts'
import { keepSource, newSource } from './add-source.ts'
import type { App } from './app.ts'
import type { Offer, Said } from './open-link.ts'
import { readPolicy } from './policy.ts'
import { fromBundles, type Handed, recordIn } from './records/from-bundles.ts'
import { pinsOf } from './records/trust.ts'

type Files = readonly Pick<Blob, 'size' | 'text'>[]

/** More than a school has, and less than would keep somebody waiting for minutes. */
const MOST_FILES = 500
const MOST_BYTES = 100 * 1024 * 1024

/**
 * Opens files that somebody was given: a record each, as a Bundle, or sealed with the key of a link. One that is no good
 * never loses the others.
 *
 * @param link the link that a sealed file came with; undefined where there is none
 * @throws AppError the reason when not one of them can be opened; record/for-nobody when the first says nobody it was made for
 */
export async function openFiles(
  app: App,
  files: Files,
  given: { said: Said; link: string | undefined },
): Promise<Offer> {
  const key = given.link === undefined ? undefined : keyOf(app, given.link)
  const trust: Trust = { pins: pinsOf(await readPolicy(app)) }
  const records: Handed[] = []
  const leftOut: ErrorCode[] = []
  let left = MOST_BYTES
  for (const file of files.slice(0, MOST_FILES)) {
    left -= file.size
    try {
      if (left < 0) throw new AppError('source/too-large', 'more than can be held')
      records.push(await openFile(file, key, trust))
    } catch (error) {
      leftOut.push(codeOf(error))
    }
  }
  const [first] = records
  if (!first) throw new AppError(leftOut[0] ?? 'file/unreadable', 'none of them opens')
  if (files.length > MOST_FILES) leftOut.push('source/too-large')
  const { viewer, madeForName } = readRecipient(first.resources, given.said.name, app.now())
  const own = records.filter((record) =>
    isForSame(record, first, (resources) => readRecipient(resources, given.said.name, app.now())),
  )
  leftOut.push(...records.slice(own.length).map(() => 'record/for-nobody' as const))
  if (new Set(own.map(({ patient }) => patient)).size < own.length)
    throw new AppError('record/twice', 'two files about one child')
  const source = newSource({ id: randomId(), name: 'Files', from: { kind: 'file' }, viewer })
  return {
    kind: 'offer',
    viewer,
    madeForName,
    count: own.length,
    signedBy: own.every(({ signedBy }) => signedBy === first.signedBy) ? first.signedBy : undefined,
    leftOut,
    remarks: [],
    keep: (onProgress) => keepSource(app, source, fromBundles(own, viewer), onProgress),
  }
}

async function openFile(file: Files[number], key: string | undefined, trust: Trust): Promise<Handed> {
  const content = await readFile(file)
  const opened = content.kind === 'sealed' ? readContent(await unseal(content.jwe, key)) : content
  if (opened.kind === 'sealed') throw new AppError('file/unreadable', 'sealed twice')
  return recordIn([opened.resource], trust)
}

async function unseal(jwe: string, key: string | undefined): Promise<string> {
  if (key === undefined) throw new AppError('link/needed', 'sealed, and no link came with it')
  const opened = await openSealed(jwe, key)
  if (opened.kind === 'opened') return opened.text
  throw new AppError(opened.reason === 'too-large' ? 'source/too-large' : 'link/wrong-key', 'it does not open')
}

function keyOf({ now, allowsLoopback = false }: App, link: string): string {
  return parseLink(link, { nowMs: now(), allowsLoopback }).key
}

/** Whether two were made for the same reader, by all that they say of that reader. */
function isForSame(one: Handed, other: Handed, readerOf: (resources: Handed['resources']) => object): boolean {
  try {
    return JSON.stringify(readerOf(one.resources)) === JSON.stringify(readerOf(other.resources))
  } catch (error) {
    if (codeOf(error) !== 'record/for-nobody') throw error
    return false
  }
}
