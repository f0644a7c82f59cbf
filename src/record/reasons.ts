/** Why a part of a record is shown, or is not: one code for each, in the order in which one outweighs another. */
export const REASONS = [
  // shown
  'agreed',
  'under-duty',
  // refused outright
  'refused',
  // somebody has to look at the agreement before it can count
  'unreadable',
  'wrong-child',
  'unknown-modifier',
  'unknown-criterion',
  'unreadable-date',
  'unreadable-code',
  'too-deep',
  'no-decision',
  'not-about-sharing',
  'not-verified',
  'names-nobody',
  'unresolvable-actor',
  'unknown-role',
  'unknown-purpose',
  'another-action',
  'unlabelled',
  'unknown-data',
  'could-not-agree',
  'unknown-capacity',
  'arrangement-not-known',
  'age-not-known',
  'order-changed',
  'objection',
  'young-person-decides',
  'now-adult',
  // taken back
  'stopped',
  'entered-in-error',
  // nothing covers it
  'not-agreed',
  'only-proposed',
  'no-agreement',
] as const

export type Reason = (typeof REASONS)[number]

/** The reason that outweighs the others, whatever order they come in; undefined for none. */
export function weightiest(reasons: Iterable<Reason>): Reason | undefined {
  const given = new Set(reasons)
  return REASONS.find((reason) => given.has(reason))
}
