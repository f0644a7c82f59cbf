import * as z from 'zod/mini'
import { writtenPack } from '../schema.ts'

/** The JSON Schema of a pack as it travels, for whoever makes one with tools of their own. */
export function packJsonSchema(): Record<string, unknown> {
  return {
    $id: 'https://handrail.example/guidance/pack.schema.json',
    title: 'A pack of guidance cards for Handrail',
    description:
      'What a signed local pack holds. Some rules cannot be said here: dates in order, no names of status in cards for schools, no markup. See docs/guidance.md.',
    ...z.toJSONSchema(writtenPack, { io: 'input', target: 'draft-2020-12' }),
  }
}
