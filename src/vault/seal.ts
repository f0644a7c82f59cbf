import { AppError } from '../core/errors.ts'
import { type Bytes, randomBytes } from './bytes.ts'

/** AES-256-GCM with a fresh 96-bit nonce. */
export type Sealed = { iv: Bytes; bytes: Bytes }

/**
 * What a sealed value is bound to: its store, its identity and, for a record, the lease and version it was kept under.
 * Moving sealed bytes to another place, or an old copy under a new lease, makes them unreadable.
 */
export type Binding = readonly (string | number)[]

export async function seal(key: CryptoKey, binding: Binding, value: unknown): Promise<Sealed> {
  const iv = randomBytes(12)
  const plain = new TextEncoder().encode(JSON.stringify(value))
  const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bindingBytes(binding) }, key, plain)
  return { iv, bytes: new Uint8Array(bytes) }
}

/** @throws AppError vault/cannot-open (wrong key, damaged, or bound to something else: never said which) */
export async function open<Value>(key: CryptoKey, binding: Binding, { iv, bytes }: Sealed): Promise<Value> {
  try {
    const algorithm = { name: 'AES-GCM', iv, additionalData: bindingBytes(binding) }
    const plain = await crypto.subtle.decrypt(algorithm, key, bytes)
    return JSON.parse(new TextDecoder().decode(plain)) as Value
  } catch (cause) {
    throw new AppError('vault/cannot-open', 'a sealed value does not open', { cause })
  }
}

/** Opens what can be opened; the rows that are damaged come back as they are. Any other trouble is thrown. */
export async function openEach<Row, Value>(
  rows: Row[],
  openRow: (row: Row) => Promise<Value>,
): Promise<{ opened: Value[]; damaged: Row[] }> {
  const opened: Value[] = []
  const damaged: Row[] = []
  const tried = await Promise.allSettled(rows.map(openRow))
  for (const [index, result] of tried.entries()) {
    if (result.status === 'fulfilled') opened.push(result.value)
    else if (result.reason instanceof AppError && result.reason.code === 'vault/cannot-open')
      damaged.push(rows[index] as Row)
    else throw result.reason
  }
  return { opened, damaged }
}

/** Whether these are the same sealed bytes: every sealing draws a new nonce. */
export function isSameSeal(a: Sealed, b: Sealed): boolean {
  return isSameBytes(a.iv, b.iv) && isSameBytes(a.bytes, b.bytes)
}

function isSameBytes(a: Bytes, b: Bytes): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

function bindingBytes(binding: Binding): Bytes {
  return new TextEncoder().encode(JSON.stringify(['handrail/1', ...binding]))
}
