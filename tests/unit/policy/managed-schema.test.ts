import { expect, test } from 'vitest'
import { managedSchema } from '../../../src/policy/managed-schema.ts'
import { KEYS } from '../../../src/policy/rules.ts'

type Node = { type?: unknown; items?: Node; properties?: Record<string, Node> } & Record<string, unknown>

/** What Chromium knows of each type; with one word more the extension does not load (Chromium, schema.cc). */
const KNOWN: Record<string, string[]> = {
  object: ['type', 'properties', 'title', 'description'],
  array: ['type', 'items', 'title', 'description'],
  string: ['type', 'title', 'description'],
  integer: ['type', 'title', 'description'],
  boolean: ['type', 'title', 'description'],
}

test('names every key, with words for whoever sets it', () => {
  expect(managedSchema.type).toBe('object')
  expect(Object.keys(managedSchema)).toEqual(['type', 'properties'])
  expect(Object.keys(managedSchema.properties)).toEqual(KEYS)
  for (const { title, description } of Object.values<Node>(managedSchema.properties)) {
    expect(title).toMatch(/^[A-Z]/)
    expect(description).toMatch(/\.$/)
  }
})

test('says nothing that Chromium does not know, and no limit, for which it would withhold the value', () => {
  for (const node of everyNode(managedSchema)) {
    const known = KNOWN[String(node.type)]
    expect(Object.keys(node).filter((word) => !known?.includes(word))).toEqual([])
    if (node.type === 'array') expect(node.items).toBeDefined()
  }
})

test('is plain JSON', () => {
  expect(JSON.parse(JSON.stringify(managedSchema))).toEqual(managedSchema)
})

test('says of each key what kind of value it holds, its limits, and what a wrong one counts as', () => {
  const { idleLockMinutes, eraseAfterWrongTries, sources, exportAllowed, widgetHosts, onlineUnlockRequired } =
    managedSchema.properties
  expect(idleLockMinutes).toEqual({
    type: 'integer',
    title: 'Lock when Handrail is not used',
    description:
      'Minutes without use after which Handrail locks. A whole number from 1 to 30. ' +
      'If not set: 10. If wrong: 10 at most.',
  })
  expect(eraseAfterWrongTries?.description).toMatch(/from 10 to 50\. If not set: never\. If wrong: 50 at most\.$/)
  expect(exportAllowed?.description).toMatch(/Any of csv, ics, print; .* If not set: all\. If not a list: none\.$/)
  expect(widgetHosts?.description).toMatch(/If not set, or wrong in any part: none\.$/)
  expect(sources?.description).toMatch(/left out\. If not set: any\. If not a list: none\.$/)
  expect(onlineUnlockRequired?.description).toMatch(/If not set: false\. If wrong: true\.$/)
  expect(sources).toMatchObject({
    type: 'array',
    items: {
      type: 'object',
      properties: {
        baseUrl: { type: 'string' },
        clientId: { type: 'string' },
        issuer: { type: 'string' },
        pinnedKeys: { type: 'array', items: { type: 'string' } },
      },
    },
  })
})

function everyNode(node: Node): Node[] {
  const beneath = [...Object.values(node.properties ?? {}), ...(node.items ? [node.items] : [])]
  return [node, ...beneath.flatMap(everyNode)]
}
