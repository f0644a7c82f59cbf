import { type Reason, weightiest } from '../record/reasons.ts'

/** Whether a rule is about a request. A reason means that it may be: it can refuse, and it cannot permit. */
export type Match = 'yes' | 'no' | Reason

/** The criteria of one rule: every one of them must fit. */
export function all(...matches: Match[]): Match {
  return matches.includes('no') ? 'no' : (reasonIn(matches) ?? 'yes')
}

/** The values of one criterion: one that fits is enough. */
export function any(matches: Match[]): Match {
  return matches.includes('yes') ? 'yes' : (reasonIn(matches) ?? 'no')
}

function reasonIn(matches: Match[]): Reason | undefined {
  return weightiest(matches.filter((match) => match !== 'yes' && match !== 'no'))
}
