import type { Reason } from '../record/reasons.ts'

/** Why something is shown or not, in one plain sentence. None says what it is about, or names anybody. */
export const REASON_SENTENCES: Record<Reason, string> = {
  agreed: 'It was agreed that you may see this.',
  'under-duty': 'You are shown this because the law requires it to be shared. Agreement was not asked for.',
  refused: 'It was decided not to share this with you.',
  unreadable: 'An agreement cannot be read, so nothing that depends on it is shown.',
  'wrong-child': 'An agreement is about somebody else, so nothing is shown.',
  'unknown-modifier': 'An agreement has a condition that Handrail does not know, so it is not relied on.',
  'unknown-criterion': 'An agreement has a condition that Handrail does not know, so it is not relied on.',
  'unreadable-date': 'An agreement has a date that cannot be read, so it is not relied on.',
  'unreadable-code': 'An agreement has a condition that cannot be read, so it is not relied on.',
  'too-deep': 'An agreement is too complicated to be read safely.',
  'no-decision': 'An agreement does not say whether it allows or refuses.',
  'not-about-sharing': 'An agreement is about something other than sharing.',
  'not-verified': 'An agreement was checked and could not be confirmed.',
  'names-nobody': 'An agreement does not say who it is for.',
  'unresolvable-actor': 'It cannot be worked out who an agreement is for.',
  'unknown-role': 'An agreement is for a role that Handrail does not know.',
  'unknown-purpose': 'An agreement is for a purpose that Handrail does not know.',
  'another-action': 'An agreement is for something other than looking.',
  unlabelled: 'An agreement depends on how private something is, and that has not been marked.',
  'unknown-data': 'It cannot be worked out which part an agreement is about.',
  'could-not-agree': 'Whoever agreed may not have been able to decide this alone.',
  'unknown-capacity': 'It is not recorded in what capacity somebody agreed.',
  'arrangement-not-known': 'It is not recorded who can decide, so the agreement cannot be relied on.',
  'age-not-known': 'The date of birth is not recorded, so it is not known who can decide.',
  'order-changed': 'Who can decide has changed since this was agreed.',
  objection: 'Something about who agrees has to be settled first.',
  'young-person-decides': 'From 16, young people decide this for themselves, and have not been asked yet.',
  'now-adult': 'This person is now an adult, and decides for themself.',
  stopped: 'This has been stopped.',
  'entered-in-error': 'The agreement was recorded by mistake.',
  'not-agreed': 'Nobody has agreed to share this with you.',
  'only-proposed': 'Sharing has been proposed, and not agreed yet.',
  'no-agreement': 'There is no agreement to share this.',
}

/** What to do about an agreement that somebody has to look at. */
export const NEEDS_CHECK_NEXT = 'The organisation that keeps the record has to check the agreement. Tell them.'
