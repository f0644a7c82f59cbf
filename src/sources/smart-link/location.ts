import { AppError, type ErrorCode } from '../../core/errors.ts'
import { ask, codeForStatus, isPage } from '../ask.ts'
import type { SkipReason } from './opened.ts'
import { readSealedText } from './sealed-text.ts'
import { isInTime, type Visit } from './visit.ts'

const REASONS: Partial<Record<ErrorCode, SkipReason>> = {
  'source/refused': 'gone',
  'source/forbidden': 'gone',
  'source/gone': 'gone',
  'source/removed': 'gone',
  'source/busy': 'busy',
  'source/not-fhir': 'page',
  'source/too-large': 'too-large',
  'source/unreachable': 'unreachable',
}

/**
 * Fetches the sealed file at a location, once in a visit. Nothing that says who is asking goes with it.
 *
 * @param location one that may be asked: its origin is the caller's to check
 */
export async function fetchLocation(
  visit: Visit,
  location: string,
): Promise<{ kind: 'sealed'; text: string } | { kind: 'skipped'; reason: SkipReason }> {
  const known = visit.fetched.get(location)
  if (known !== undefined) return { kind: 'sealed', text: known }
  if (!isInTime(visit)) return { kind: 'skipped', reason: 'unreachable' }
  try {
    const response = await ask(visit.asking, location, { method: 'GET' })
    if (!response.ok)
      throw new AppError(isPage(response) ? 'source/not-fhir' : codeForStatus(response.status), 'refused')
    const text = await readSealedText(response)
    visit.fetched.set(location, text)
    return { kind: 'sealed', text }
  } catch (error) {
    const reason = error instanceof AppError ? REASONS[error.code] : undefined
    if (!reason) throw error
    return { kind: 'skipped', reason }
  }
}
