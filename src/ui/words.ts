import type { ErrorCode } from '../core/errors.ts'

/** What went wrong, in plain words, and what to do next. Nothing here may name a child, or say why Handrail is used. */
export const SENTENCES: Record<ErrorCode, { text: string; next: string }> = {
  'source/unreachable': {
    text: 'We cannot reach the place your records come from.',
    next: 'Check that you are online, then try again.',
  },
  'source/not-fhir': {
    text: 'Something answered, but it is not a record server.',
    next: 'If this network asks you to sign in first, do that. Then check the address with whoever gave it to you.',
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
    next: 'Ask whoever gave it to you whether it has moved.',
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
  'pack/bad-address': {
    text: 'That is not an address of local guidance.',
    next: 'It starts with https:// and ends with # and 43 letters and digits. Copy all of it.',
  },
  'pack/unreachable': {
    text: 'The local guidance cannot be reached.',
    next: 'Check that you are online, then try again. If it stays so, tell the agency that publishes it.',
  },
  'pack/unsigned': {
    text: 'We cannot check who wrote this local guidance, so we have not used it.',
    next: 'Tell the agency that publishes it.',
  },
  'pack/broken': {
    text: 'Part of this local guidance does not make sense, so we have not used it.',
    next: 'Tell the agency that publishes it.',
  },
  'pack/older': {
    text: 'The local guidance there is older than what you have, so we kept what you have.',
    next: 'Tell the agency that publishes it.',
  },
  'terms/unreadable': {
    text: 'That file is not a calendar we can read.',
    next: 'Choose a file that ends in .ics. Your school or council publishes one with its term dates.',
  },
  'terms/none': {
    text: 'We found no term dates in that calendar.',
    next: 'Check that it is the calendar with the terms and holidays, then choose it again.',
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
    text: 'What is kept on this computer does not open.',
    next: 'Try again. If the disk is full, make some room first.',
  },
  'app/unexpected': {
    text: 'Something went wrong that we did not expect.',
    next: 'Close this and open Handrail again. If it happens again, tell whoever looks after your computer.',
  },
  'child/changed': { text: 'These details have just changed.', next: 'Compare them again.' },
  'child/not-here': { text: 'This record is not on this computer.', next: 'Search again, or refresh.' },
  'source/removed': {
    text: 'This has been stopped.',
    next: 'We have removed the copy from this computer.',
  },
  'source/clock-differs': {
    text: 'Your computer’s clock looks wrong.',
    next: 'Put it right, then refresh. If it is right, tell the organisation that keeps the records.',
  },
  'record/older': {
    text: 'What came is older than what you have, so we kept what you have.',
    next: 'Tell the organisation that keeps the records.',
  },
  'record/forked': {
    text: 'Two different texts came under one version, so we kept what you have.',
    next: 'Tell the organisation that keeps the records.',
  },
  'vault/wrong-passkey': {
    text: 'That passkey does not open what is kept here.',
    next: 'Use the one that you chose when you set Handrail up.',
  },
  'vault/no-passkey': {
    text: 'No passkey was given.',
    next: 'Try again, or choose another way to unlock.',
  },
  'vault/method-off': {
    text: 'Your organisation does not allow this way to unlock.',
    next: 'Remove what is kept here, then set Handrail up again in another way.',
  },
  'vault/full': {
    text: 'There is no room on this computer to keep more.',
    next: 'Free some space, then try again. What was here before has not changed.',
  },
  'vault/denied': {
    text: 'This browser does not let Handrail keep anything.',
    next: 'You can use it without keeping anything.',
  },
  'vault/blocked': {
    text: 'Handrail has been updated, and an older page of it is still open.',
    next: 'Close its other tabs and windows, then try again.',
  },
  'vault/newer': {
    text: 'What is kept here was written by a newer Handrail.',
    next: 'Update Handrail, then open it again. Nothing has been changed.',
  },
  'source/not-allowed': {
    text: 'Your organisation does not let records come from there.',
    next: 'Check the address, or ask whoever looks after your computer.',
  },
  'source/not-permitted': {
    text: 'Handrail was not allowed to ask that place.',
    next: 'Try again, and choose Allow when the browser asks.',
  },
  'source/wrong-version': {
    text: 'That server speaks another version of FHIR, so we cannot read its records.',
    next: 'Handrail reads FHIR R4. Ask your organisation for that address.',
  },
  'source/sign-in-refused': {
    text: 'The sign-in did not end as it should, so we did not go on.',
    next: 'Try again. If it happens again, tell whoever looks after your sign-in.',
  },
  'source/sign-in-cancelled': { text: 'You were not signed in.', next: 'Try again when you are ready.' },
  'source/signed-out': { text: 'Your sign-in has ended.', next: 'Sign in again to check for changes.' },
  'link/unreadable': {
    text: 'That is not a link we can open.',
    next: 'Copy all of it, from shlink:/ to the end, or ask for a new one.',
  },
  'link/expired': { text: 'This link has run out.', next: 'Ask whoever shared it for a new one.' },
  'link/newer': {
    text: 'This link needs a newer Handrail.',
    next: 'Update Handrail, or ask whoever shared it for another kind of link.',
  },
  'link/wrong-key': {
    text: 'This link does not open what is behind it.',
    next: 'Copy all of it again, or ask whoever shared it for a new one.',
  },
  'link/passcode': {
    text: 'This link needs its passcode.',
    next: 'Open the link again with the passcode that holds now. Whoever shared it can tell you.',
  },
  'link/empty': {
    text: 'Nothing is shared by this link now.',
    next: 'Ask whoever shared it whether that is meant.',
  },
  'link/unknown': {
    text: 'There is nothing behind this that we can show.',
    next: 'Ask whoever shared it what it should hold.',
  },
  'file/unreadable': {
    text: 'That file is not one we can open.',
    next: 'Choose the file as you were given it. It ends in .json or .jwe.',
  },
  'record/for-nobody': {
    text: 'This does not say who it was made for, so we have not opened it.',
    next: 'Ask whoever shared it to make it for you.',
  },
  'record/not-shared': {
    text: 'Nothing in it is shared with you, so we have not kept it.',
    next: 'Ask whoever shared it whether the agreement names you, and still holds.',
  },
  'record/twice': {
    text: 'Two of these files are about the same child, so we have not opened them.',
    next: 'Choose the newer one.',
  },
  'link/needed': {
    text: 'This file is sealed.',
    next: 'Paste the link that it came with as well.',
  },
  'record/unsigned': {
    text: 'We cannot check who wrote this, and we could before, so we kept what you have.',
    next: 'Tell the organisation that keeps the records.',
  },
  'record/bad-signature': {
    text: 'The signature on this record does not fit, so we have not opened it.',
    next: 'Tell the organisation that keeps the records.',
  },
}
