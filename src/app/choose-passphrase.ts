import { generatePassphrase } from '../vault/passphrase.ts'

/** Four new words, for somebody who is setting Handrail up. */
export function choosePassphrase(): Promise<string> {
  return generatePassphrase()
}
