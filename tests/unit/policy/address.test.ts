import { expect, test } from 'vitest'
import { parseAddress, parseBase, parseHost, parseHttps, parseIssuer } from '../../../src/policy/address.ts'

test.each<[unknown, string | undefined]>([
  ['https://example.org', 'https://example.org/'],
  ['  https://Example.org/A?b=c ', 'https://example.org/A?b=c'],
  ['https://example.org:8443/a@b', 'https://example.org:8443/a@b'],
  ['HTTPS://example.org/', 'https://example.org/'],
  ['http://localhost:8080/x', 'http://localhost:8080/x'],
  ['http://127.0.0.1/', 'http://127.0.0.1/'],
  ['http://[::1]:8080/', 'http://[::1]:8080/'],
  ['http://example.org/', undefined],
  ['http://localhost.example.org/', undefined],
  ['http://127.0.0.1.example.org/', undefined],
  ['http://128.0.0.1/', undefined],
  ['https://name@example.org/', undefined],
  ['https://:word@example.org/', undefined],
  ['https://example.org/#here', undefined],
  ['https://example.org/#', undefined],
  ['https:example.org', undefined],
  ['https:/example.org', undefined],
  ['https:\\\\example.org', undefined],
  ['https://example.org\\@evil.example', undefined],
  ['https://exa\nmple.org/', undefined],
  ['https://exa mple.org/', undefined],
  ['https://', undefined],
  ['//example.org', undefined],
  ['example.org', undefined],
  ['ftp://example.org/', undefined],
  ['javascript:alert(1)', undefined],
  ['data:text/html,x', undefined],
  [`https://example.org/${'x'.repeat(2000)}`, undefined],
  ['', undefined],
  [['https://example.org'], undefined],
  [new URL('https://example.org'), undefined],
])('the address %j is %j', (raw, expected) => {
  expect(parseAddress(raw)).toBe(expected)
})

test('a help page is https, even on this computer', () => {
  expect(parseHttps('https://localhost/')).toBe('https://localhost/')
  expect(parseHttps('http://localhost/')).toBeUndefined()
})

test('a base address has no query, and no slash at its end', () => {
  expect(parseBase('https://example.org/r4//')).toBe('https://example.org/r4')
  expect(parseBase('https://example.org/')).toBe('https://example.org')
  expect(parseBase('https://example.org/?a')).toBeUndefined()
  expect(parseBase('https://example.org/?')).toBeUndefined()
})

test('a sign-in’s name stays letter for letter', () => {
  expect(parseIssuer(' https://Example.org/realm/ ')).toBe('https://Example.org/realm/')
  expect(parseIssuer('https://example.org')).toBe('https://example.org')
  expect(parseIssuer('https://example.org/?a')).toBeUndefined()
  expect(parseIssuer(7)).toBeUndefined()
})

test.each<[unknown, string | undefined]>([
  ['links.example.org', 'links.example.org'],
  [' Links.Example.ORG ', 'links.example.org'],
  ['xn--caf-dma.example', 'xn--caf-dma.example'],
  ['localhost:8080', 'localhost:8080'],
  ['127.0.0.1', '127.0.0.1'],
  ['*', undefined],
  ['*.example.org', undefined],
  ['.example.org', undefined],
  ['example.org.', undefined],
  ['https://example.org', undefined],
  ['example.org/path', undefined],
  ['name@example.org', undefined],
  ['example.org:443', undefined],
  ['example.org:99999', undefined],
  ['café.example', undefined],
  ['2130706433', undefined],
  ['0x7f.1', undefined],
  ['a..b', 'a..b'],
  ['', undefined],
  [undefined, undefined],
  [['links.example.org'], undefined],
])('the host %j is %j', (raw, expected) => {
  expect(parseHost(raw)).toBe(expected)
})
