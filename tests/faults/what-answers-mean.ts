import type { ErrorCode } from '../../src/core/errors.ts'
import type { AnswerName } from './wrong-answers.ts'

/**
 * What is to come of an answer. `new`: the new version is shown. `kept`: the last copy is shown, and stays. `refused`: hidden
 * at once, erased when it is refused again a minute later, or after a day. `over`: erased at once. And what is said of it: a code; nothing where the refresh went well, `stopped`
 * where a child's sharing has.
 */
export type Meaning = ['new'] | ['kept' | 'refused' | 'over', ErrorCode | 'stopped']

/** What is asked, by what an answer to it can say about a record. */
export type Asked =
  | 'the child' // one child's own resource: in a batch, or as a signed Bundle
  | 'a search for the child'
  | 'the batch'
  | 'the source' // whether there is one, and who is looking
  | 'who is looking' // the one of these that people are told from
  | 'people' // those that a record names
  | 'whether it has changed'
  | 'what has changed'
  | 'a manifest'
  | 'a direct file'
  | 'a location'
  | 'keys'
  | 'telling who looked'

/** The table of security.md C3, "What each answer means", row by row: for what speaks of one record. */
const OF_A_RECORD: Record<AnswerName, Meaning> = {
  '200 right': ['new'],
  '200 page': ['kept', 'source/not-fhir'],
  '200 page as JSON': ['kept', 'source/not-fhir'],
  '200 other JSON': ['kept', 'source/not-fhir'],
  '200 other resource': ['kept', 'source/not-fhir'],
  '204': ['kept', 'source/not-fhir'],
  '301 to a page': ['kept', 'source/unreachable'],
  '302 to a page': ['kept', 'source/unreachable'],
  '304': ['kept', 'source/not-fhir'], // to what was not asked with a version: it confirms nothing, and extends no lease
  '400': ['kept', 'source/not-fhir'],
  '401': ['kept', 'source/refused'],
  '401 page': ['kept', 'source/not-fhir'],
  '403': ['refused', 'source/forbidden'],
  '403 page': ['kept', 'source/not-fhir'],
  '404': ['refused', 'source/gone'],
  '404 page': ['kept', 'source/not-fhir'],
  '409': ['kept', 'source/not-fhir'], // 409, 412 and 422 are about drafts, and nothing here is one
  '410': ['over', 'stopped'],
  '410 page': ['kept', 'source/not-fhir'],
  '412': ['kept', 'source/not-fhir'],
  '422': ['kept', 'source/not-fhir'],
  '429': ['kept', 'source/busy'],
  '500': ['kept', 'source/busy'],
  '502': ['kept', 'source/busy'],
  '503': ['kept', 'source/busy'],
  '511 page': ['kept', 'source/not-fhir'],
}

type Otherwise = Partial<Record<AnswerName, Meaning>>

/** Where the table is silent, because what was asked is not a record. */
const OTHERWISE: Record<Asked, Otherwise> = {
  'the child': {},
  // An address that is not there, below one that is: a server that does not know the type. Not a word about a child.
  'a search for the child': { '404': ['kept', 'source/not-fhir'], '410': ['kept', 'source/not-fhir'] },
  // The base address itself: it has moved, or was never right.
  'the batch': { '404': ['kept', 'source/not-fhir'], '410': ['kept', 'source/not-fhir'] },
  // Asked of many children at once, and in full where the answer is none. What is hidden is always asked in full.
  'whether it has changed': {
    ...always(['new']),
    '301 to a page': ['kept', 'source/unreachable'],
    '302 to a page': ['kept', 'source/unreachable'],
    '401': ['kept', 'source/refused'],
    '429': ['kept', 'source/busy'],
    '500': ['kept', 'source/busy'],
    '502': ['kept', 'source/busy'],
    '503': ['kept', 'source/busy'],
  },
  // An address that is not there. 403 is another matter: a server that lets this viewer in no more lets them see no record.
  'the source': { '404': ['kept', 'source/gone'], '410': ['kept', 'source/removed'] },
  'who is looking': { '404': ['kept', 'source/gone'], '410': ['kept', 'source/removed'] },
  // Somebody a record names may have left: the record is shown without them.
  people: { '404': ['new'], '410': ['new'] },
  // A question that is not understood is asked in full.
  'what has changed': always(['new']),
  // A link is about one record, and this is where a sharer takes it back.
  'a manifest': { '410': ['over', 'source/removed'] },
  // What is neither a page nor sealed is a file, and of no kind that Handrail reads.
  'a direct file': {
    '200 other JSON': ['kept', 'record/unreadable'],
    '200 other resource': ['kept', 'record/unreadable'],
    '204': ['kept', 'record/unreadable'],
    '410': ['over', 'source/removed'],
  },
  // An address that is good once, and for an hour: that it has ended says nothing of the link. The link was asked again.
  'a location': {
    '200 other JSON': ['kept', 'record/unreadable'],
    '200 other resource': ['kept', 'record/unreadable'],
    '204': ['kept', 'record/unreadable'],
    '401': ['kept', 'source/unreachable'],
    '403': ['kept', 'source/unreachable'],
    '404': ['kept', 'source/unreachable'],
    '410': ['kept', 'source/unreachable'],
  },
  // Without its keys a record that was signed before is not signed now, and a signed copy is not overwritten.
  keys: {
    ...always(['kept', 'record/unsigned']),
    '301 to a page': ['kept', 'source/unreachable'],
    '302 to a page': ['kept', 'source/unreachable'],
  },
  // Whether a source can be told who looked makes no difference to what may be seen.
  'telling who looked': always(['new']),
}

export function meaningOf(answer: AnswerName, asked: Asked): Meaning {
  if (answer === '200 right') return ['new']
  return OTHERWISE[asked][answer] ?? OF_A_RECORD[answer]
}

function always(meaning: Meaning): Otherwise {
  return Object.fromEntries(Object.keys(OF_A_RECORD).map((answer) => [answer, meaning]))
}
