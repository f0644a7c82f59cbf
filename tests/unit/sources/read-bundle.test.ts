import { expect, test } from 'vitest'
import { readBundle } from '../../../src/sources/read-bundle.ts'

test.each(['collection', 'document'])('a %s gives its resources in order', (type) => {
  const resources = [{ resourceType: 'Patient', id: 'sam', odd: 1 }, { resourceType: 'Goal' }]
  expect(readBundle({ resourceType: 'Bundle', type, entry: resources.map((resource) => ({ resource })) })).toEqual(
    resources,
  )
})

test.each([
  undefined,
  null,
  'x',
  [],
  {},
  { resourceType: 'Patient' },
  { resourceType: 'Bundle', type: 'searchset', entry: [] },
  { resourceType: 'Bundle', type: 'collection' },
  { resourceType: 'Bundle', type: 'collection', entry: [{}] },
  { resourceType: 'Bundle', type: 'collection', entry: [{ resource: { id: 'x' } }] },
])('%j is refused', (raw) => {
  expect(() => readBundle(raw)).toThrow(expect.objectContaining({ code: 'record/unreadable' }))
})
