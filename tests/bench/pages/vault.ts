import Dexie from 'dexie'
import { addPracticeFamilies } from '../../../src/app/add-source.ts'
import { type App, openApp } from '../../../src/app/app.ts'
import { openChild } from '../../../src/app/open-child.ts'
import { refresh } from '../../../src/app/refresh.ts'
import { practiceDirectory, practiceViewer, SIGN_INS } from '../../../src/practice/families/index.ts'
import { generateFamilies } from '../../../src/practice/generated/generate-families.ts'
import { randomBytes, toBase64 } from '../../../src/vault/bytes.ts'
import { boxBinding, coverBinding, openCover, readEntries } from '../../../src/vault/children.ts'
import type { Cover } from '../../../src/vault/cover.ts'
import type { Step } from '../../../src/vault/database.ts'
import { openBlock } from '../../../src/vault/index-blocks.ts'
import { createMemoryArea } from '../../../src/vault/memory.ts'
import { open } from '../../../src/vault/seal.ts'
import { createOwnArea } from '../../../src/vault/session.ts'
import type { SealedBox, SealedCover } from '../../../src/vault/stores.ts'
import { dataKey } from '../../../src/vault/vault.ts'

const SCHOOL_YEAR = 2026
const NOW_MS = Date.parse('2026-11-23T08:40:00Z')
const ROLE = SIGN_INS.find(({ audience }) => audience === 'virtual-school-head')?.practitionerRole ?? ''

let app: App
let children: string[]
let bundles: ReturnType<typeof generateFamilies>
let raw: IDBDatabase
let peer: Dexie
let writtenBytes = 0

/** Fills the vault as a first refresh does, and lays the very same sealed rows beside it: bare, and in Dexie. */
export async function fill(count: number): Promise<{ children: number; boxes: number }> {
  bundles = generateFamilies({ count, seed: 1, schoolYear: SCHOOL_YEAR })
  app = await openApp({
    session: createOwnArea(),
    memory: createMemoryArea(),
    fetch,
    now: () => NOW_MS,
    readManaged: async () => undefined,
    loadFamilies: async () => ({ familiesIn: () => bundles, practiceDirectory, practiceViewer }),
    name: `bench-${count}`,
  })
  await app.vault.session.unlock({ key: toBase64(randomBytes(32)), keeps: 'disk', idleMs: 3_600_000 })
  await addPracticeFamilies(app, ROLE)
  await refresh(app)
  countWrites()
  children = (await readEntries(app.vault)).map(({ child }) => child)
  const { database } = app.vault
  const rows = { covers: await database.getAll('covers'), boxes: await database.getAll('boxes') }
  const blocks = await database.getAll('index')
  raw = await openRaw(`raw-${count}`)
  await putRaw('covers', rows.covers)
  await putRaw('boxes', rows.boxes)
  await putRaw('index', blocks)
  peer = new Dexie(`dexie-${count}`)
  peer.version(1).stores({ covers: 'child', boxes: 'id, child' })
  await peer.table('covers').bulkPut(rows.covers)
  await peer.table('boxes').bulkPut(rows.boxes)
  for (const child of children.slice(0, 20)) await openChild(app, child, 'skip')
  return { children: children.length, boxes: rows.boxes.length }
}

/** How long `ours` and `theirs` take, in milliseconds, turn by turn. */
export async function pairs(what: keyof typeof JOBS, times: number): Promise<{ ours: number[]; theirs: number[] }> {
  const { ours, theirs } = JOBS[what]
  const took = { ours: [] as number[], theirs: [] as number[] }
  await ours(0)
  await theirs(0)
  for (let turn = 0; turn < times; turn++) {
    const order = turn % 2 === 0 ? (['ours', 'theirs'] as const) : (['theirs', 'ours'] as const)
    for (const who of order) {
      const startedMs = performance.now()
      await (who === 'ours' ? ours : theirs)(turn)
      took[who].push(performance.now() - startedMs)
    }
  }
  return took
}

/** Every hundredth child is changed at the source; what a refresh then writes, beside what has changed. */
export async function refreshOnePercent(): Promise<{ changed: number; changedBytes: number; writtenBytes: number }> {
  const changed = new Set(await patientsOf(children.filter((_, index) => index % 100 === 0)))
  bundles = bundles.map((bundle) => {
    const patient = bundle.entry?.find(({ resource }) => resource?.resourceType === 'Patient')?.resource?.id
    if (!changed.has(`Patient/${patient}`)) return bundle
    const text = JSON.stringify(bundle).replaceAll('"status":"requested"', '"status":"accepted"')
    return JSON.parse(text, (name, value) => (name === 'description' ? `${value} (changed)` : value))
  })
  writtenBytes = 0
  await refresh(app)
  const written = writtenBytes
  const { covers, boxes } = await rowsOf(changed)
  const changedBytes = [...covers, ...boxes].reduce((sum, row) => sum + sizeOf(row), 0)
  return { changed: covers.length, changedBytes, writtenBytes: written }
}

export async function close(): Promise<void> {
  app.vault.database.close()
  raw.close()
  peer.close()
}

/** Opens made in one sample: the clock of a page is coarse. */
const OPENS = 20

const JOBS = {
  'one child': { ours: each((child) => openChild(app, child, 'skip')), theirs: each(openRawChild) },
  'one child, Dexie': { ours: each((child) => openChild(app, child, 'skip')), theirs: each(openPeerChild) },
  list: {
    ours: () => readEntries(app.vault),
    theirs: async () => {
      const key = await dataKey(app.vault)
      const blocks = await ask<Parameters<typeof openBlock>[1][]>(
        raw.transaction('index').objectStore('index').getAll(),
      )
      return Promise.all(blocks.map((block) => openBlock(key, block)))
    },
  },
  'list, Dexie': {
    ours: () => readEntries(app.vault),
    theirs: async () => {
      const key = await dataKey(app.vault)
      const rows: SealedCover[] = await peer.table('covers').toArray()
      const covers = await Promise.all(rows.map((row) => open<Cover>(key, coverBinding(row), row)))
      return covers.map(({ name }) => name).sort()
    },
  },
} satisfies Record<string, { ours: (turn: number) => Promise<unknown>; theirs: (turn: number) => Promise<unknown> }>

function each(openOne: (child: string) => Promise<unknown>) {
  return async (turn: number) => {
    for (let index = 0; index < OPENS; index++) {
      await openOne(children[(turn * 7919 + index * 104_729) % children.length] ?? '')
    }
  }
}

/** The least that anybody must do: the sealed rows of one child in one transaction, opened and parsed. */
async function openRawChild(child: string): Promise<unknown> {
  const tx = raw.transaction(['covers', 'boxes'])
  const [cover, boxes] = await Promise.all([
    ask<SealedCover>(tx.objectStore('covers').get(child)),
    ask<SealedBox[]>(tx.objectStore('boxes').index('child').getAll(child)),
  ])
  return openRows(cover, boxes)
}

async function openPeerChild(child: string): Promise<unknown> {
  const [cover, boxes] = await Promise.all([
    peer.table('covers').get(child),
    peer.table('boxes').where('child').equals(child).toArray(),
  ])
  return openRows(cover, boxes)
}

async function openRows(sealedCover: SealedCover, boxes: SealedBox[]): Promise<unknown> {
  const key = await dataKey(app.vault)
  const cover = await open<Cover>(key, coverBinding(sealedCover), sealedCover)
  const sectionOf = new Map(Object.entries(cover.boxes).flatMap(([section, ids]) => ids.map((id) => [id, section])))
  return Promise.all(
    boxes.map((box) => open(key, boxBinding(cover, (sectionOf.get(box.id) ?? '') as never, box.id), box)),
  )
}

/** Notes the bytes of every row that is put from now on. */
function countWrites(): void {
  const { database } = app.vault
  const write = database.write.bind(database)
  database.write = (steps: Step[]) => {
    for (const step of steps) if ('put' in step) writtenBytes += sizeOf(step.put)
    return write(steps)
  }
}

function sizeOf(row: object): number {
  return Object.entries(row).reduce((sum, [name, value]) => {
    return sum + name.length + (value instanceof Uint8Array ? value.length : JSON.stringify(value ?? null).length)
  }, 0)
}

async function patientsOf(some: string[]): Promise<string[]> {
  return Promise.all(some.map(async (child) => (await openCover(app.vault, child)).patient))
}

async function rowsOf(patients: Set<string>) {
  const { database } = app.vault
  const covers: SealedCover[] = []
  const boxes: SealedBox[] = []
  for (const child of children) {
    const cover = await openCover(app.vault, child).catch(() => undefined)
    if (!cover || !patients.has(cover.patient)) continue
    covers.push((await database.get('covers', child)) as SealedCover)
    for (const id of Object.values(cover.boxes).flat()) boxes.push((await database.get('boxes', id)) as SealedBox)
  }
  return { covers, boxes }
}

function openRaw(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1)
  request.onupgradeneeded = () => {
    request.result.createObjectStore('covers', { keyPath: 'child' })
    request.result.createObjectStore('boxes', { keyPath: 'id' }).createIndex('child', 'child')
    request.result.createObjectStore('index', { keyPath: 'block' })
  }
  return ask(request)
}

async function putRaw(store: string, rows: object[]): Promise<void> {
  const tx = raw.transaction(store, 'readwrite')
  for (const row of rows) tx.objectStore(store).put(row)
  await new Promise((resolve, reject) => {
    tx.oncomplete = resolve
    tx.onerror = () => reject(tx.error)
  })
}

function ask<Value>(request: IDBRequest): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
