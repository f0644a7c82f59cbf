import { KEYS, RULES } from './rules.ts'

/**
 * The keys as Chromium wants them, for `managed_schema.json`.
 *
 * It says what kind of value each key holds and leaves the limits to the description: Chromium withholds a value that
 * breaks this schema, and then we can neither fail closed nor report it. It still withholds one of another kind, and the
 * parts of a source that are not here; `chrome://policy` shows which. Firefox checks nothing.
 *
 * @source developer.chrome.com, Manifest for storage areas; Chromium, schema_map.cc, FilterBundle
 */
export const managedSchema = {
  type: 'object',
  properties: Object.fromEntries(
    KEYS.map((key) => {
      const { title, description, shape } = RULES[key]
      return [key, { title, description, ...shape }]
    }),
  ),
}
