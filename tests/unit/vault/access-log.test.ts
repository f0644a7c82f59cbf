import { beforeAll, describe, expect, test } from 'vitest'
import { DAY_MS } from '../../../src/core/time.ts'
import {
  type Access,
  appendAccess,
  moveAnchor,
  type Noted,
  noteDeclined,
  readUnsent,
  type Verified,
  verifyLog,
} from '../../../src/vault/access-log.ts'
import { fromBase64, toBase64 } from '../../../src/vault/bytes.ts'
import type { Database } from '../../../src/vault/database.ts'
import { type Place, placeAfter } from '../../../src/vault/log-chain.ts'
import { type Head, logBinding, openHead } from '../../../src/vault/log-head.ts'
import { createMemoryArea } from '../../../src/vault/memory.ts'
import { open, seal } from '../../../src/vault/seal.ts'
import type { SealedLogRow } from '../../../src/vault/stores.ts'
import { dataKey, type Vault } from '../../../src/vault/vault.ts'
import { access, flip, NOW, openInMemory, places, putRows, rowsOf, TAMPERINGS } from '../../fixtures/access-log.ts'

describe('what is noted', () => {
  test('is read again as it was, in order, numbered', async () => {
    const vault = await openInMemory()
    const given: Access[] = [
      access(),
      access({ action: 'search', child: undefined, patient: undefined }),
      access({ outcome: 'refused', why: 'ended', missed: 3 }),
      access({ action: 'erase' }),
    ]
    for (const one of given) await appendAccess(vault, one)
    const { kind, entries } = await verifyLog(vault)
    expect(kind).toBe('whole')
    expect(entries.map(withoutPlace)).toEqual(given.map((one) => JSON.parse(JSON.stringify(one))))
    expect(entries.map(({ seq, nth, isSent }) => [seq, nth, isSent])).toEqual([1, 2, 3, 4].map((at) => [at, at, false]))
    expect(new Set(entries.map(({ log }) => log)).size).toBe(1)
  })

  test('is nothing at first, and that is whole', async () => {
    expect(await verifyLog(await openInMemory())).toEqual({ kind: 'whole', entries: [] })
  })

  test('lies sealed: a number, a nonce, sealed bytes and a tag', async () => {
    const vault = await openInMemory()
    await appendAccess(vault, access({ child: 'Wilhelmina' }))
    const rows = await rowsOf(vault)
    expect(rows.map((row) => Object.keys(row).sort())).toEqual([
      ['bytes', 'iv', 'seq'],
      ['bytes', 'iv', 'seq', 'tag'],
    ])
    const text = rows.map(({ bytes }) => new TextDecoder('latin1').decode(bytes)).join()
    expect(text).not.toMatch(/Wilhelmina|Patient|view|key/)
  })

  test('needs the key, to write it and to read it', async () => {
    const vault = await openInMemory()
    await appendAccess(vault, access())
    await vault.session.lock()
    const before = await rowsOf(vault)
    const locked = expect.objectContaining({ code: 'vault/locked' })
    await expect(appendAccess(vault, access())).rejects.toThrow(locked)
    await expect(verifyLog(vault)).rejects.toThrow(locked)
    await expect(readUnsent(vault, 's1', 10)).rejects.toThrow(locked)
    await expect(moveAnchor(vault, 's1', { seq: 1, refused: [], nowMs: NOW })).rejects.toThrow(locked)
    expect(await rowsOf(vault)).toEqual(before)
  })

  test('is numbered for each source by itself, under a name that no other source is told', async () => {
    const vault = await openInMemory()
    for (const sourceId of ['s1', 's2', 's2', 's1']) await appendAccess(vault, access({ sourceId }))
    const { entries } = await verifyLog(vault)
    expect(entries.map(({ sourceId, nth }) => [sourceId, nth])).toEqual([
      ['s1', 1],
      ['s2', 1],
      ['s2', 2],
      ['s1', 2],
    ])
    expect(entries[0]?.log).toBe(entries[3]?.log)
    expect(entries[0]?.log).not.toBe(entries[1]?.log)
  })
})

describe('noting', () => {
  test('from two pages at once loses nothing and forks nowhere', async () => {
    const area = createMemoryArea()
    const one = await openInMemory(undefined, area)
    const other = { ...(await openInMemory(undefined, area)), session: one.session }
    await Promise.all(Array.from({ length: 40 }, (_, at) => appendAccess(at % 2 ? one : other, access())))
    const { kind, entries } = await verifyLog(one)
    expect([kind, entries.map(({ nth }) => nth)]).toEqual(['whole', Array.from({ length: 40 }, (_, at) => at + 1)])
    expect(new Set(entries.map(({ id }) => id)).size).toBe(40)
  })

  test('takes as many steps for the five-hundredth as for the second', async () => {
    const vault = await openInMemory()
    const countSteps = async () => {
      const { counted, calls } = counting(vault)
      await appendAccess(counted, access())
      return calls
    }
    await countSteps()
    const early = await countSteps()
    for (let at = 0; at < 500; at++) await appendAccess(vault, access())
    expect(await countSteps()).toEqual(early)
    expect(early).toEqual({ get: 1, getAll: 0, getKeys: 0, count: 0, write: 1 })
  })

  test('beyond the most that is kept lets the oldest go, and the rest is whole', async () => {
    const vault = await openInMemory()
    for (let at = 1; at <= 25; at++) {
      await appendAccess(vault, access(), 10)
      const { kind, entries } = await verifyLog(vault)
      const from = Math.max(1, at - 9)
      expect([kind, entries.map(({ seq }) => seq)]).toEqual(['whole', numbers(from, at)])
    }
  })

  test('lets none go from a log that is broken there, so that it shows', async () => {
    const vault = await openInMemory()
    for (let at = 1; at <= 5; at++) await appendAccess(vault, access(), 5)
    await putRows(vault, TAMPERINGS['two change places']?.(await rowsOf(vault), 1, 3) ?? [])
    for (let at = 1; at <= 5; at++) await appendAccess(vault, access(), 5)
    expect(await verifyLog(vault)).toMatchObject({ kind: 'broken', fromSeq: 1 })
  })
})

describe('in a log of a thousand entries', { timeout: 60_000 }, () => {
  let vault: Vault
  let rows: SealedLogRow[]
  let early: SealedLogRow

  beforeAll(async () => {
    vault = await openInMemory()
    for (let at = 1; at <= 1000; at++) {
      await appendAccess(vault, access({ child: `c${at % 30}` }))
      if (at === 700) early = (await rowsOf(vault))[0] as SealedLogRow
    }
    rows = await rowsOf(vault)
  })

  test('nothing is found where nothing was done', async () => {
    await putRows(vault, rows)
    expect(await verifyLog(vault)).toMatchObject({ kind: 'whole', entries: { length: 1000 } })
  })

  test.each(Object.entries(TAMPERINGS))('it is found when %s, wherever that is', async (_, tamper) => {
    for (const [at, other] of places(20261121, 4, 1, 1000)) {
      const tampered = tamper(rows, at, other)
      await putRows(vault, tampered)
      expect(await verifyLog(vault)).toMatchObject({ kind: 'broken', fromSeq: firstChange(rows, tampered) })
    }
  })

  test.each<[string, (rows: SealedLogRow[]) => SealedLogRow[], fromSeq: number]>([
    ['gone', (all) => all.slice(1), 1],
    ['flipped', ([head, ...all]) => [{ ...(head as SealedLogRow), bytes: flip(early.bytes, 5) }, ...all], 1],
    ['an earlier one', (all) => [early, ...all.slice(1)], 701],
    ['an earlier one, and some after it cut off', (all) => [early, ...all.slice(1, 900)], 701],
    ['an earlier one, and some before it cut off', (all) => [early, ...all.slice(1, 690)], 690],
    ['there alone', (all) => all.slice(0, 1), 1],
  ])('it is found when the head is %s', async (_, tamper, fromSeq) => {
    await putRows(vault, tamper(rows))
    expect(await verifyLog(vault)).toMatchObject({ kind: 'broken', fromSeq })
  })
})

describe('in a log with its anchor in the middle', { timeout: 60_000 }, () => {
  let vault: Vault
  let rows: SealedLogRow[]

  beforeAll(async () => {
    vault = await openInMemory()
    for (let at = 1; at <= 30; at++) await appendAccess(vault, access())
    await moveAnchor(vault, 's1', { seq: 12, refused: [], nowMs: NOW })
    rows = await rowsOf(vault)
  })

  test('nothing is found where nothing was done', async () => {
    await putRows(vault, rows)
    expect(await verifyLog(vault)).toMatchObject({ kind: 'whole', entries: { length: 30 } })
  })

  test.each(Object.entries(TAMPERINGS))('it is found when %s, at every place', async (_, tamper) => {
    for (const at of numbers(1, 30)) {
      const tampered = tamper(rows, at, at === 30 ? 2 : at + 1)
      const fromSeq = firstChange(rows, tampered)
      if (fromSeq === undefined) continue // behind the anchor there is no tag to take off
      await putRows(vault, tampered)
      expect(await verifyLog(vault)).toMatchObject({ kind: 'broken', fromSeq })
    }
  })
})

describe('somebody with the key of the vault', () => {
  const KEYS_SEEN: string[] = []
  let vault: Vault

  beforeAll(async () => {
    vault = await openInMemory()
    for (let at = 1; at <= 10; at++) {
      await appendAccess(vault, access())
      KEYS_SEEN.push((await headOf(vault)).last.key)
    }
  })

  const changed = async (rows: SealedLogRow[], change: (head: Head) => object): Promise<SealedLogRow[]> => {
    const key = await dataKey(vault)
    const head = await openHead(key, rows[0])
    const sealed = await seal(key, logBinding(0), { ...head, ...change(head as Head) })
    return [{ seq: 0, ...sealed }, ...rows.slice(1)]
  }

  test.each<[string, (head: Head) => object, (rows: SealedLogRow[]) => SealedLogRow[]]>([
    ['ends it earlier', ({ last }) => ({ last: { ...last, seq: 8 } }), (rows) => rows.slice(0, 9)],
    ['ends it later', ({ last }) => ({ last: { ...last, seq: 11 } }), (rows) => rows],
    ['begins it later', () => ({ keptFrom: 4 }), (rows) => rows.filter(({ seq }) => seq === 0 || seq > 3)],
    ['moves the anchor alone', ({ anchor }) => ({ anchor: { ...anchor, seq: 4 } }), (rows) => rows],
    ['gives another key', ({ last }) => ({ last: { ...last, key: btoa('x'.repeat(32)) } }), (rows) => rows],
    ['gives another last tag', ({ last }) => ({ last: { ...last, tag: btoa('x'.repeat(32)) } }), (rows) => rows],
  ])('is found out who %s in the head', async (_, change, cut) => {
    const rows = await rowsOf(vault)
    await putRows(vault, cut(await changed(rows, change)))
    expect((await verifyLog(vault)).kind).toBe('broken')
    await putRows(vault, rows)
  })

  test('is found out who seals an entry anew', async () => {
    const rows = await rowsOf(vault)
    const key = await dataKey(vault)
    const content = await open<Access>(key, logBinding(5), rows[5] as SealedLogRow)
    const sealed = await seal(key, logBinding(5), { ...content, outcome: 'refused' })
    await putRows(vault, rows.toSpliced(5, 1, { ...(rows[5] as SealedLogRow), ...sealed }))
    expect(await verifyLog(vault)).toMatchObject({ kind: 'broken', fromSeq: 5 })
    await putRows(vault, rows)
  })

  test('finds no key from before the anchor: whoever has today’s key cannot make yesterday’s tags', async () => {
    const { anchor, last } = await headOf(vault)
    expect([anchor.seq, KEYS_SEEN.indexOf(last.key)]).toEqual([0, 9])
    await moveAnchor(vault, 's1', { seq: 7, refused: [], nowMs: NOW })
    const key = await dataKey(vault)
    const rows = await rowsOf(vault)
    const opened = await Promise.all(rows.map((row) => open(key, logBinding(row.seq), row)))
    const text = JSON.stringify(opened)
    // The key with which entry n + 1 is tagged was seen after entry n.
    expect(KEYS_SEEN.map((one) => text.includes(one))).toEqual([...new Array(6).fill(false), true, false, false, true])
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', fromBase64(KEYS_SEEN[2] ?? '')))
    expect(toBase64(digest)).toBe(KEYS_SEEN[3])
    expect((await verifyLog(vault)).kind).toBe('whole')
  })
})

describe('a log whose head is damaged', () => {
  const break_ = async (tamper: (rows: SealedLogRow[]) => SealedLogRow[]) => {
    const vault = await openInMemory()
    for (let at = 1; at <= 4; at++) await appendAccess(vault, access({ id: `old-${at}` }))
    await putRows(vault, tamper(await rowsOf(vault)))
    return vault
  }

  test.each<[string, (rows: SealedLogRow[]) => SealedLogRow[]]>([
    ['gone', (rows) => rows.slice(1)],
    ['changed', ([head, ...rows]) => [{ ...(head as SealedLogRow), iv: new Uint8Array(12) }, ...rows]],
  ])('(%s) goes on after what is there, loses nothing, and stays broken', async (_, tamper) => {
    const vault = await break_(tamper)
    await appendAccess(vault, access({ id: 'new-1' }))
    await appendAccess(vault, access({ id: 'new-2' }))
    const found = await verifyLog(vault)
    expect(found).toMatchObject({ kind: 'broken', fromSeq: 1 })
    expect(found.entries.map(({ id }) => id)).toEqual(['old-1', 'old-2', 'old-3', 'old-4', 'new-1', 'new-2'])
    // The source is told of a new log. What was in the old one was never said to be sent.
    expect(found.entries.map(({ nth }) => nth)).toEqual([1, 2, 3, 4, 1, 2])
    expect(found.entries[4]?.log).not.toBe(found.entries[3]?.log)
    expect(found.entries.filter(({ isSent }) => isSent)).toEqual([])
    expect((await readUnsent(vault, 's1', 10))?.entries.map(({ id }) => id)).toEqual(['new-1', 'new-2'])
  })
})

describe('what has not been sent', () => {
  const filled = async (...sources: string[]) => {
    const vault = await openInMemory()
    for (const [at, sourceId] of sources.entries()) await appendAccess(vault, access({ id: `${at + 1}`, sourceId }))
    return vault
  }
  const sent = (seq: number, refused: number[] = []) => ({ seq, refused, nowMs: NOW })
  const idsOf = (unsent: Awaited<ReturnType<typeof readUnsent>>) => [
    unsent?.entries.map(({ id }) => id).join(),
    unsent?.upTo,
  ]

  test('comes oldest first, as many as asked for, and goes on where it ended', async () => {
    const vault = await filled('s1', 's1', 's1', 's1', 's1')
    expect(idsOf(await readUnsent(vault, 's1', 2))).toEqual(['1,2', 2])
    await moveAnchor(vault, 's1', sent(2))
    expect(idsOf(await readUnsent(vault, 's1', 2))).toEqual(['3,4', 4])
    await moveAnchor(vault, 's1', sent(4))
    expect(idsOf(await readUnsent(vault, 's1', 2))).toEqual(['5', 5])
    await moveAnchor(vault, 's1', sent(5))
    expect(await readUnsent(vault, 's1', 2)).toBeUndefined()
    await appendAccess(vault, access({ id: '6' }))
    expect(idsOf(await readUnsent(vault, 's1', 2))).toEqual(['6', 6])
  })

  test('is never another source’s', async () => {
    const vault = await filled('s2', 's1', 's2', 's2', 's1', 's2')
    expect(idsOf(await readUnsent(vault, 's1', 9))).toEqual(['2,5', 6])
    await moveAnchor(vault, 's1', sent(6))
    expect(idsOf(await readUnsent(vault, 's2', 9))).toEqual(['1,3,4,6', 6])
    const { entries } = await verifyLog(vault)
    expect(entries.filter(({ isSent }) => isSent).map(({ id }) => id)).toEqual(['2', '5'])
    expect(await readUnsent(vault, 's3', 9)).toBeUndefined()
  })

  test('is gone through a part at a time where another source’s lie between', async () => {
    const vault = await filled('s1', ...new Array(700).fill('s2'), 's1')
    await moveAnchor(vault, 's1', sent(1))
    const part = await readUnsent(vault, 's1', 9)
    expect(part?.entries).toEqual([])
    await moveAnchor(vault, 's1', sent(part?.upTo ?? 0))
    expect(idsOf(await readUnsent(vault, 's1', 9))).toEqual(['702', 702])
  })

  test('is found at once, however much was noted for others before', async () => {
    const vault = await filled(...new Array(510).fill('s2'), 's1')
    expect(idsOf(await readUnsent(vault, 's1', 9))).toEqual(['511', 511])
  })

  test('leaves out what is gone or damaged', async () => {
    const vault = await filled('s1', 's1', 's1', 's1')
    const rows = await rowsOf(vault)
    await putRows(
      vault,
      rows.filter(({ seq }) => seq !== 2).with(2, { ...(rows[3] as SealedLogRow), iv: new Uint8Array(12) }),
    )
    expect(idsOf(await readUnsent(vault, 's1', 9))).toEqual(['1,4', 4])
  })

  test('is said to be sent once it was, but for what was refused', async () => {
    const vault = await filled('s1', 's1', 's1', 's1')
    const standing = async () => (await verifyLog(vault)).entries.map(({ isSent }) => isSent)
    expect(await standing()).toEqual([false, false, false, false])
    await moveAnchor(vault, 's1', sent(3, [1]))
    expect(await standing()).toEqual([false, true, true, false])
    await moveAnchor(vault, 's1', sent(4))
    expect(await standing()).toEqual([false, true, true, true])
  })

  test('remembers when a source would have none, until it takes one', async () => {
    const vault = await filled('s1', 's2')
    const declined = async (id: string) => (await readUnsent(vault, id, 9))?.declinedAtMs
    await noteDeclined(vault, 's1', NOW)
    await appendAccess(vault, access())
    expect([await declined('s1'), await declined('s2')]).toEqual([NOW, undefined])
    await moveAnchor(vault, 's1', sent(1))
    expect(await declined('s1')).toBeUndefined()
  })
})

describe('the anchor', () => {
  const anchored = async (count: number, changes: (at: number) => Partial<Access> = () => ({})) => {
    const vault = await openInMemory()
    for (let at = 1; at <= count; at++) await appendAccess(vault, access(changes(at)))
    return vault
  }
  const to = (seq: number, nowMs = NOW) => ({ seq, refused: [], nowMs })

  test('moves to what was acknowledged, takes the tags behind it along, and never goes back', async () => {
    const vault = await anchored(6)
    await moveAnchor(vault, 's1', to(4))
    const tags = async () => (await rowsOf(vault)).map(({ tag }) => tag !== undefined)
    expect([(await headOf(vault)).anchor.seq, await tags()]).toEqual([
      4,
      [false, false, false, false, false, true, true],
    ])
    await moveAnchor(vault, 's1', to(2))
    expect((await headOf(vault)).anchor.seq).toBe(4)
    const { kind, entries } = await verifyLog(vault)
    expect([kind, entries.filter(({ isSent }) => isSent).length]).toEqual(['whole', 4])
  })

  test('never moves past the end', async () => {
    const vault = await anchored(3)
    await moveAnchor(vault, 's1', to(9))
    expect((await headOf(vault)).anchor.seq).toBe(3)
    await appendAccess(vault, access())
    expect((await verifyLog(vault)).kind).toBe('whole')
  })

  test.each(['one is deleted', 'a bit of what is sealed is flipped', 'two change places'])(
    'never moves past a break, so that it still shows that %s',
    async (name) => {
      const vault = await anchored(8)
      await putRows(vault, TAMPERINGS[name]?.(await rowsOf(vault), 4, 6) ?? [])
      await moveAnchor(vault, 's1', to(8))
      expect((await headOf(vault)).anchor.seq).toBe(3)
      await appendAccess(vault, access())
      expect(await verifyLog(vault)).toMatchObject({ kind: 'broken', fromSeq: 4 })
    },
  )

  test('leaves behind it what is a year old to be dropped, and nothing that no source has been told', async () => {
    const vault = await anchored(6, (at) => ({ atMs: NOW + at * DAY_MS }))
    await moveAnchor(vault, 's1', to(4, NOW + 367 * DAY_MS))
    expect(seqs(await verifyLog(vault))).toEqual(['whole', [2, 3, 4, 5, 6]])
    await moveAnchor(vault, 's1', to(4, NOW + 368 * DAY_MS))
    expect(seqs(await verifyLog(vault))).toEqual(['whole', [3, 4, 5, 6]])
    await moveAnchor(vault, 's1', to(4, NOW + 9000 * DAY_MS))
    expect(seqs(await verifyLog(vault))).toEqual(['whole', [5, 6]])
    await appendAccess(vault, access())
    expect(seqs(await verifyLog(vault))).toEqual(['whole', [5, 6, 7]])
  })
})

describe('a tag', () => {
  const PLACE: Place = { seq: 4, key: btoa('k'.repeat(32)), tag: btoa('t'.repeat(32)) }
  const SEALED = { iv: new Uint8Array(12), bytes: new Uint8Array(20) }

  test('is the same for the same, and covers the number and the tag before it', async () => {
    const changes = [{}, { seq: 5 }, { tag: btoa('u'.repeat(32)) }, { key: btoa('l'.repeat(32)) }]
    const places = await Promise.all(changes.map((change) => placeAfter({ ...PLACE, ...change }, SEALED)))
    const { tag } = await placeAfter(PLACE, SEALED)
    expect(places.map((one) => one.tag === tag)).toEqual([true, false, false, false])
    expect(places.map(({ seq }) => seq)).toEqual([5, 6, 5, 5])
  })

  test('covers what is sealed, and is made with a key of its own', async () => {
    const changes = [{}, { iv: new Uint8Array(12).fill(1) }, { bytes: new Uint8Array(20).fill(1) }]
    const places = await Promise.all(changes.map((change) => placeAfter(PLACE, { ...SEALED, ...change })))
    expect(new Set(places.map(({ tag }) => tag)).size).toBe(3)
    expect(new Set(places.map(({ key }) => key))).toEqual(new Set([places[0]?.key]))
    expect(places[0]?.key).not.toBe(PLACE.key)
  })
})

test('an old copy of the whole log is whole: nothing here can tell, and the source can', async () => {
  const vault = await openInMemory()
  for (let at = 1; at <= 5; at++) await appendAccess(vault, access())
  const copy = await rowsOf(vault)
  for (let at = 6; at <= 9; at++) await appendAccess(vault, access())
  const told = (await verifyLog(vault)).entries
  await putRows(vault, copy)
  await appendAccess(vault, access())
  const { kind, entries } = await verifyLog(vault)
  expect(kind).toBe('whole')
  const [before, after] = [told[5], entries[5]] as [Noted, Noted]
  expect([after.log, after.nth]).toEqual([before.log, before.nth])
  expect(after.id).not.toBe(before.id)
  expect(after.tag).not.toBe(before.tag)
})

function withoutPlace({ seq, log, nth, tag, isSent, ...access }: Noted): Access {
  expect([typeof seq, typeof log, typeof nth, typeof tag, typeof isSent].join()).toMatch(
    /number,string,number,.*,boolean/,
  )
  return access
}

function seqs({ kind, entries }: Verified) {
  return [kind, entries.map(({ seq }) => seq)]
}

/** The number of the first entry that is another, is gone or was not there. Where the head is another, no entry is sure. */
function firstChange(before: SealedLogRow[], after: SealedLogRow[]): number | undefined {
  const texts = [before, after].map((rows) => new Map(rows.map((row) => [row.seq, textOf(row)])))
  const all = [...new Set([...before, ...after].map(({ seq }) => seq))].sort((a, b) => a - b)
  const first = all.find((seq) => texts[0]?.get(seq) !== texts[1]?.get(seq))
  return first === 0 ? 1 : first
}

function textOf({ iv, bytes, tag }: SealedLogRow): string {
  return [iv, bytes, tag ?? new Uint8Array()].map(toBase64).join(' ')
}

function numbers(from: number, until: number): number[] {
  return Array.from({ length: until - from + 1 }, (_, at) => from + at)
}

async function headOf(vault: Vault): Promise<Head> {
  const head = await openHead(await dataKey(vault), (await rowsOf(vault))[0])
  if (!head) throw new Error('no head')
  return head
}

/** The same vault, counting what is asked of the database. */
function counting(vault: Vault) {
  const calls = { get: 0, getAll: 0, getKeys: 0, count: 0, write: 0 }
  const database = new Proxy(vault.database, {
    get: (target, name: keyof Database) => {
      if (name in calls) calls[name as keyof typeof calls] += 1
      return target[name]
    },
  })
  return { counted: { ...vault, database }, calls }
}
