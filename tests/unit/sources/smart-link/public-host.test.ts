import { describe, expect, test } from 'vitest'
import { isPublicHost, parsePublicUrl } from '../../../../src/sources/public-host.ts'

describe('a host', () => {
  test.each<[given: string, expected: boolean]>([
    ['links.example.org', true],
    ['xn--bcher-kva.example', true],
    ['LINKS.Example.ORG', true],
    ['localhost.example.org', true],
    ['8.8.8.8', true],
    ['100.63.255.255', true],
    ['100.128.0.0', true],
    ['172.15.255.255', true],
    ['172.32.0.0', true],
    ['192.167.255.255', true],
    ['223.255.255.255', true],
    ['[2606:4700:4700::1111]', true],
    ['[2a00:1450:4009:81f::200e]', true],
    ['localhost', false],
    ['LOCALHOST', false],
    ['a.localhost', false],
    ['printer.local', false],
    ['metadata.google.internal', false],
    ['router.home.arpa', false],
    ['files.lan', false],
    ['intranet', false],
    ['links.example.org.', false],
    ['localhost.', false],
    ['.example.org', false],
    ['a..example.org', false],
    ['', false],
    ['0.0.0.0', false],
    ['10.0.0.1', false],
    ['100.64.0.1', false],
    ['127.0.0.1', false],
    ['127.255.255.254', false],
    ['169.254.169.254', false],
    ['172.16.0.1', false],
    ['172.31.255.255', false],
    ['192.0.0.1', false],
    ['192.0.2.1', false],
    ['192.168.1.1', false],
    ['198.18.0.1', false],
    ['198.19.255.255', false],
    ['198.51.100.7', false],
    ['203.0.113.7', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['2130706433', false],
    ['0x7f000001', false],
    ['0x7f.1', false],
    ['0177.0.0.1', false],
    ['010.0.0.1', false],
    ['8.8.8', false],
    ['[::]', false],
    ['[::1]', false],
    ['[::ffff:7f00:1]', false],
    ['[::ffff:808:808]', false],
    ['[::7f00:1]', false],
    ['[64:ff9b::a00:1]', false],
    ['[fc00::1]', false],
    ['[fd12:3456:789a::1]', false],
    ['[fe80::1]', false],
    ['[fec0::1]', false],
    ['[ff02::1]', false],
    ['[2001::1]', false],
    ['[2001:db8::1]', false],
    ['[2002:7f00:1::]', false],
    ['[3fff::1]', false],
  ])('%j is public: %s', (given, expected) => {
    expect(isPublicHost(given)).toBe(expected)
  })
})

describe('an address', () => {
  test.each([
    'https://links.example.org/a/b?c=d',
    'https://links.example.org:8443/',
    'https://8.8.8.8/a',
    'https://[2606:4700:4700::1111]/a',
  ])('%s may be asked', (given) => {
    expect(parsePublicUrl(given, { allowsLoopback: false })?.href).toBe(given)
    expect(parsePublicUrl(given, { allowsLoopback: true })?.href).toBe(given)
  })

  test.each([
    'http://links.example.org/a',
    'ftp://links.example.org/a',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/plain,x',
    'blob:https://links.example.org/x',
    'shlink:/x',
    'links.example.org/a',
    '//links.example.org/a',
    '',
    'https://',
    'https:links.example.org/a',
    'https:/links.example.org/a',
    'https:\\\\links.example.org\\a',
    'https://links.example.org\\@127.0.0.1/',
    'https://links.example.org/a b',
    'https://links.exa\nmple.org/a',
    ' https://links.example.org/a',
    'https://somebody@links.example.org/a',
    'https://somebody:secret@links.example.org/a',
    'https://links.example.org:443@127.0.0.1/a',
    'https://10.0.0.1/a',
    'https://127.1/a',
    'https://2130706433/a',
    'https://0x7f000001/a',
    'https://0177.0.0.1/a',
    'https://%31%32%37.0.0.1/a',
    'https://１２７.0.0.1/a',
    'https://localhost/a',
    'https://localhost./a',
    'https://LOCALHOST/a',
    'https://loc%61lhost/a',
    'https://127.0.0.1./a',
    'https://printer.local/a',
    'https://[::1]/a',
    'https://[::ffff:127.0.0.1]/a',
    'https://[0:0:0:0:0:ffff:a00:1]/a',
    'https://[fe80::1]/a',
    'http://127.0.0.1/a',
    'http://localhost:8787/a',
  ])('%j may not', (given) => {
    expect(parsePublicUrl(given, { allowsLoopback: false })).toBeUndefined()
  })

  test('the switch for development lets this computer in by two names, and nothing else', () => {
    const parse = (text: string) => parsePublicUrl(text, { allowsLoopback: true })?.href
    expect(parse('http://127.0.0.1:8787/shl/a')).toBe('http://127.0.0.1:8787/shl/a')
    expect(parse('https://localhost/a')).toBe('https://localhost/a')
    const others = [
      'http://links.example.org/',
      'https://10.0.0.1/',
      'http://[::1]/',
      'http://127.0.0.2/',
      'http://0.0.0.0/',
    ]
    expect(others.map(parse)).toEqual(others.map(() => undefined))
    expect(parse('http://somebody@127.0.0.1/')).toBeUndefined()
  })
})
