import type { PlainDate } from '../core/time.ts'

/** Who a record is about. There is one of each identifier or none: an old one beside a new one is refused on the way in. */
export type Child = {
  /** `Patient/…` on the source. */
  reference: string
  knownAs: string
  /** Family name as used now, for telling two children apart; empty when not given. */
  familyName: string
  bornOn: PlainDate | undefined
  planReference: string | undefined
  nhsNumber: string | undefined
  upn: string | undefined
}

/** "Sam Carter". */
export function fullName({ knownAs, familyName }: Pick<Child, 'knownAs' | 'familyName'>): string {
  return [knownAs, familyName].filter(Boolean).join(' ')
}

/** "S.C.", for lists that others may see. */
export function initials(name: string): string {
  return name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => `${[...word][0]?.toUpperCase()}.`)
    .join('')
}
