import { AppError } from '../core/errors.ts'
import { type Bytes, randomBytes } from './bytes.ts'

/** A passkey made for this vault, and what it gives for this salt: 32 bytes that are nowhere else. */
export type MadePasskey = { credentialId: Bytes; salt: Bytes; output: Bytes }

const WAIT_MS = 120_000

/** Whether this browser can make one that gives keys. Whether a person's own device can is known once it has. */
export async function canMakePasskeys(): Promise<boolean> {
  if (typeof PublicKeyCredential === 'undefined') return false
  const { getClientCapabilities } = PublicKeyCredential as unknown as {
    getClientCapabilities?: () => Promise<Record<string, boolean>>
  }
  const can = await getClientCapabilities?.call(PublicKeyCredential)
  return can?.['extension:prf'] ?? false
}

/**
 * Makes a passkey on this person's device and asks it for a first output. It is called "Handrail" there, whoever looks.
 *
 * @source W3C Web Authentication Level 3, §10.1.4 pseudo-random function extension
 * @throws AppError vault/no-passkey when none was made, or it gives no keys
 */
export async function makePasskey(): Promise<MadePasskey> {
  const salt = randomBytes(32)
  const made = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: 'Handrail' },
        user: { id: randomBytes(16), name: 'Handrail', displayName: 'Handrail' },
        challenge: randomBytes(32),
        pubKeyCredParams: [
          { type: 'public-key', alg: -7 },
          { type: 'public-key', alg: -257 },
        ],
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        timeout: WAIT_MS,
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  )
  const credentialId = new Uint8Array(made.rawId)
  // Some devices give the output only when the passkey is used, not when it is made.
  const output = outputOf(made) ?? (await askPasskey(credentialId, salt))
  return { credentialId, salt, output }
}

/** @throws AppError vault/no-passkey when it was not given, or gives no keys */
export async function askPasskey(credentialId: Bytes, salt: Bytes): Promise<Bytes> {
  const given = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: randomBytes(32),
        allowCredentials: [{ type: 'public-key', id: credentialId }],
        userVerification: 'required',
        timeout: WAIT_MS,
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  )
  const output = outputOf(given)
  if (!output) throw new AppError('vault/no-passkey', 'this passkey gives no keys')
  return output
}

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await ask()
    if (credential) return credential as PublicKeyCredential
  } catch (cause) {
    throw new AppError('vault/no-passkey', 'no passkey was given', { cause })
  }
  throw new AppError('vault/no-passkey', 'no passkey was given')
}

function outputOf(credential: PublicKeyCredential): Bytes | undefined {
  const first = credential.getClientExtensionResults().prf?.results?.first
  if (first === undefined) return undefined
  return ArrayBuffer.isView(first) ? new Uint8Array(first.buffer as ArrayBuffer) : new Uint8Array(first)
}
