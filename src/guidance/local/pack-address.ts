/**
 * Where a local pack is, and the one key that may sign it: `https://agency.example/guidance.jws#<thumbprint>`. The address
 * and its pin travel as one line, so that nobody can copy the one without the other.
 */
export type PackAddress = {
  url: string
  /** RFC 7638 thumbprint of the public key, in base64url. */
  thumbprint: string
}

/**
 * @param base what a relative address is relative to; undefined where only a whole address will do
 * @param mayBePlain whether this very computer may be asked without https, for practice
 * @returns undefined when it is no such address, or lacks its key
 */
export function parsePackAddress(written: string, base?: string, mayBePlain = false): PackAddress | undefined {
  const text = written.trim()
  if (!URL.canParse(text, base)) return undefined
  const url = new URL(text, base)
  const thumbprint = url.hash.slice(1)
  url.hash = ''
  const isHttps = url.protocol === 'https:' || (mayBePlain && isThisComputer(url))
  if (!isHttps || url.username !== '' || url.password !== '' || !/^[\w-]{43}$/.test(thumbprint)) return undefined
  return { url: url.href, thumbprint }
}

export function showPackAddress({ url, thumbprint }: PackAddress): string {
  return `${url}#${thumbprint}`
}

function isThisComputer({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname)
}
