import { isTooMuch } from '../../core/json.ts'

/** JSON that says it is FHIR: nothing else of it is checked. */
export type Resource = Record<string, unknown> & { resourceType: string }

/** @returns undefined when it is no JSON, or more than can be held. Its error is left behind: it quotes what was behind the link. */
export function parseJson(text: string): unknown {
  if (isTooMuch(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isResource(json: object): json is Resource {
  return 'resourceType' in json && typeof json.resourceType === 'string' && json.resourceType !== ''
}
