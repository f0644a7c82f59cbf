/**
 * Whether a name or number can be somebody else's server on the internet. A link that anybody may send must not make
 * this computer ask itself, its router or the office network.
 *
 * @param hostname as `URL` writes it, IPv6 in brackets: there, 127.1, 0x7f.1 and 2130706433 are all 127.0.0.1
 * @source IANA special-purpose address registries; RFC 6762 appendix G (names of private networks), RFC 8375 (home.arpa)
 */
export function isPublicHost(hostname: string): boolean {
  const host = hostname.toLowerCase()
  if (host.startsWith('[')) return isPublicIpv6(host)
  if (/(^|\.)(\d+|0x[\da-f]*)$/.test(host)) return isPublicIpv4(host)
  // A name without a dot, or with one at its end, is looked up by the rules of the network one happens to be in.
  return /^[^.]+(\.[^.]+)+$/.test(host) && !PRIVATE_NAME.test(host)
}

/** Where a link or a manifest may send us. `loopback` is for trying Handrail on one computer, and never on in a release. */
export type PublicRules = { allowsLoopback: boolean }

/**
 * An https address on the internet, without user name or password.
 *
 * @returns undefined for everything else; `href` is what was checked, so ask that
 */
export function parsePublicUrl(text: string, { allowsLoopback }: PublicRules): URL | undefined {
  // In full: a browser forgives backslashes, missing slashes and line breaks, and then goes somewhere else.
  const url = /^https?:\/\/[^\s\\]+$/i.test(text) ? URL.parse(text) : null
  if (!url || url.username || url.password) return undefined
  if (allowsLoopback && LOOPBACK.includes(url.hostname)) return url
  return url.protocol === 'https:' && isPublicHost(url.hostname) ? url : undefined
}

const LOOPBACK = ['localhost', '127.0.0.1']

const PRIVATE_NAME = /\.(localhost|localdomain|local|internal|intranet|private|corp|home|lan|home\.arpa)$/

const PRIVATE_IPV4: [network: string, bits: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]

function isPublicIpv4(host: string): boolean {
  // Any other way to write one is not how `URL` writes it, and is read differently by different programs.
  if (!/^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(host)) return false
  const address = numberOf(host)
  return PRIVATE_IPV4.every(([network, bits]) => {
    const size = 2 ** (32 - bits)
    return Math.floor(address / size) !== Math.floor(numberOf(network) / size)
  })
}

function numberOf(ipv4: string): number {
  return ipv4.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

/** Global unicast alone, 2000::/3, without what carries an IPv4 address in it, is for documents or for protocols. */
function isPublicIpv6(host: string): boolean {
  const [first = 0, second = 0] = host
    .slice(1)
    .split(':', 2)
    .map((group) => Number.parseInt(group || '0', 16))
  if (first < 0x2000 || first > 0x3fff) return false
  const isProtocol = first === 0x2001 && second < 0x200
  const isDocument = (first === 0x2001 && second === 0xdb8) || (first === 0x3fff && second < 0x1000)
  return !isProtocol && !isDocument && first !== 0x2002
}
