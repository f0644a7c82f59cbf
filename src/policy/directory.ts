import { namesStatus } from '../record/status-words.ts'
import { parseBase } from './address.ts'
import type { Shape } from './rule.ts'
import { cleanText } from './text.ts'

/** A council's list of services, as the organisation describes it. */
export type ManagedDirectory = {
  /** Whose list it is, for the person: `Northmoor Council`. */
  name: string
  /** Where its Open Referral UK feed is, without a slash at its end. */
  baseUrl: string
  /** The feed's own id of a broad category, where all of it is too long to read; undefined: all of it is read. */
  category: string | undefined
}

export const DIRECTORY_SHAPE: Shape = {
  type: 'object',
  properties: { name: { type: 'string' }, baseUrl: { type: 'string' }, category: { type: 'string' } },
}

const MOST_CHARACTERS = 80

/** Reads one directory. One that is wrong in any part, or has a part that we do not know, is none. */
export function parseDirectory(raw: unknown): ManagedDirectory | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined
  const { name, baseUrl, category, ...others } = raw as Record<string, unknown>
  const read = { name: parseName(name), baseUrl: parseBase(baseUrl), category: parseCategory(category) }
  const isWhole = Object.keys(others).length === 0 && (category === undefined || read.category !== undefined)
  if (!isWhole || read.name === undefined || read.baseUrl === undefined) return undefined
  return { name: read.name, baseUrl: read.baseUrl, category: read.category }
}

function parseName(raw: unknown): string | undefined {
  return typeof raw === 'string' ? cleanText(raw, MOST_CHARACTERS) || undefined : undefined
}

/** It is sent to the council: one that says why somebody looks is refused. */
function parseCategory(raw: unknown): string | undefined {
  return typeof raw === 'string' && /^[\w.:/-]{1,200}$/.test(raw) && !namesStatus(raw) ? raw : undefined
}
