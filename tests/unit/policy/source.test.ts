import { expect, test } from 'vitest'
import { parseSource } from '../../../src/policy/source.ts'

const PIN = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs'
const BARE = { baseUrl: 'https://fhir.example.org/r4' }
const WHOLE = { ...BARE, clientId: 'handrail', issuer: 'https://sign-in.example.org/', pinnedKeys: [PIN] }

test('every part is kept, and a part that is not there is undefined', () => {
  expect(parseSource(WHOLE)).toEqual(WHOLE)
  expect(parseSource(BARE)).toEqual({ ...BARE, clientId: undefined, issuer: undefined, pinnedKeys: undefined })
})

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['a bare address', BARE.baseUrl],
  ['a list', [BARE]],
  ['no address', { clientId: 'handrail' }],
  ['plain http', { ...WHOLE, baseUrl: 'http://fhir.example.org' }],
  ['an address with a query', { ...WHOLE, baseUrl: 'https://fhir.example.org/?tenant=1' }],
  ['an empty client id', { ...WHOLE, clientId: '' }],
  ['a client id of two words', { ...WHOLE, clientId: 'hand rail' }],
  ['a client id that goes on for ever', { ...WHOLE, clientId: 'x'.repeat(201) }],
  ['an issuer on plain http', { ...WHOLE, issuer: 'http://sign-in.example.org' }],
  ['no key at all', { ...WHOLE, pinnedKeys: [] }],
  ['one wrong key', { ...WHOLE, pinnedKeys: [PIN, PIN.slice(1)] }],
  ['a key too long', { ...WHOLE, pinnedKeys: [`${PIN}A`] }],
  ['a key in base64, not base64url', { ...WHOLE, pinnedKeys: [PIN.replace('-', '+')] }],
  ['a key that is no text', { ...WHOLE, pinnedKeys: [{ kty: 'EC' }] }],
  ['one key, not in a list', { ...WHOLE, pinnedKeys: PIN }],
  ['null for a part', { ...WHOLE, clientId: null }],
  ['a misspelt part', { ...BARE, pinnedkeys: [PIN] }],
  ['a part by the name of a method', { ...BARE, toString: 'x' }],
  ['a part called __proto__', JSON.parse(`{"baseUrl":"${BARE.baseUrl}","__proto__":{}}`)],
])('%s makes it no source', (_, raw) => {
  expect(parseSource(raw)).toBeUndefined()
})
