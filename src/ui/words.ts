import type { ErrorCode } from '../core/errors.ts'

/** What went wrong, in plain words, and what to do next. Nothing here may name a child, or say why Handrail is used. */
export const SENTENCES: Record<ErrorCode, { text: string; next: string }> = {
  'source/unreachable': {
    text: 'We cannot reach the place your records come from.',
    next: 'Check that you are online, then try again.',
  },
  'source/not-fhir': {
    text: 'Something answered, but it is not a record server.',
    next: 'If this network asks you to sign in first, do that. Then check the address with your organisation.',
  },
  'source/refused': {
    text: 'Your access code was not accepted.',
    next: 'Check that you have all of it, or ask your organisation for a new one.',
  },
  'source/forbidden': {
    text: 'You are not allowed to see this.',
    next: 'Ask your organisation whether this has changed.',
  },
  'source/gone': {
    text: 'This is no longer there.',
    next: 'Ask your organisation whether it has moved.',
  },
  'source/busy': { text: 'The record server is busy.', next: 'Wait a few minutes, then try again.' },
  'source/too-large': {
    text: 'The answer was too large to be a record, so we did not open it.',
    next: 'Tell the organisation that keeps the records.',
  },
  'source/no-role': {
    text: 'Your organisation has not said what your role is.',
    next: 'Ask whoever gave you the access code to add your role.',
  },
  'source/bad-address': {
    text: 'That is not an address we can use.',
    next: 'It starts with https://. Copy it from your organisation’s instructions.',
  },
  'record/unreadable': {
    text: 'Part of this record does not make sense, so we have not opened it.',
    next: 'Tell the organisation that keeps the records.',
  },
  'record/two-children': {
    text: 'These details are for two different children, so we have not opened them.',
    next: 'Tell the organisation that keeps the records.',
  },
  'record/two-identities': {
    text: 'This record has two numbers of one kind for one child, so we have not opened it.',
    next: 'Tell the organisation that keeps the records. It must remove the old number.',
  },
  'vault/locked': { text: 'Handrail is locked.', next: 'Unlock it and try again.' },
  'vault/wrong-passphrase': { text: 'Those are not the right four words.', next: 'Check the spelling and try again.' },
  'vault/set-up-elsewhere': {
    text: 'Handrail has been set up in another tab, with other words.',
    next: 'Close this tab and use that one. These four words open nothing.',
  },
  'vault/cannot-open': {
    text: 'What is kept here is damaged and cannot be opened.',
    next: 'Refresh to download it again.',
  },
  'vault/unavailable': {
    text: 'This browser will not let Handrail keep anything.',
    next: 'Close private windows, make sure the disk is not full, then open Handrail again.',
  },
  'app/unexpected': {
    text: 'Something went wrong that we did not expect.',
    next: 'Close this and open Handrail again. If it happens again, tell whoever looks after your computer.',
  },
  'child/changed': { text: 'These details have just changed.', next: 'Compare them again.' },
  'child/not-here': { text: 'This record is not on this computer.', next: 'Search again, or refresh.' },
}
