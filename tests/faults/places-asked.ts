import { BASE_URL } from '../fixtures/fhir-server.ts'
import { linkToSam, type SourceOfSam, serverOfSam } from './sources-of-sam.ts'
import type { Asked } from './what-answers-mean.ts'

/** One request: of a batch, what it asks for one by one, and whether only for what is not as it was. */
export type Question = { method: string; url: string; parts: string[]; isConditional: boolean }

const OTHERS = 8

/** Something that a source is asked, to be answered wrongly. */
export type Place = {
  name: string
  asked: Asked
  source: () => Promise<SourceOfSam>
  isAt(question: Question): boolean
  /** Which part of a batch; left out, the whole answer. */
  isPart?: (url: string) => boolean
}

const fhir = (name: string, asked: Asked, isAt: Place['isAt'], isPart?: Place['isPart']): Place => ({
  name,
  asked,
  source: () => serverOfSam(),
  isAt,
  ...(isPart && { isPart }),
})
const get = (path: string) => (question: Question) =>
  question.method === 'GET' && question.url.startsWith(`${BASE_URL}/${path}`)
const batchOf = (path: string) => (question: Question) => question.parts[0]?.startsWith(path) === true
const people = (question: Question) => question.parts.includes('PractitionerRole/okafor') && !question.isConditional
const child = (question: Question) => batchOf('Patient/sam')(question)

const SERVER: Place[] = [
  fhir('smart-configuration', 'the source', get('.well-known/smart-configuration')),
  fhir('user info', 'who is looking', get('userinfo')),
  fhir('the role', 'who is looking', get('PractitionerRole/')),
  fhir('the person and the organisation', 'the batch', batchOf('Practitioner/shah')),
  fhir('the person alone', 'who is looking', batchOf('Practitioner/shah'), (url) => url === 'Practitioner/shah'),
  fhir('teams', 'the source', get('CareTeam?')),
  fhir('groups', 'the source', get('Group?')),
  fhir('agreements', 'the source', get('Consent?')),
  fhir('disclosures', 'the source', get('Provenance?')),
  fhir('the child’s batch', 'the batch', child),
  fhir('the child in it', 'the child', child, (url) => url === 'Patient/sam'),
  fhir('agreements in it', 'a search for the child', child, (url) => url.startsWith('Consent?')),
  fhir('observations in it', 'a search for the child', child, (url) => url.startsWith('Observation?')),
  fhir('people’s batch', 'the batch', people),
  fhir('one person in it', 'people', people, (url) => url === 'PractitionerRole/okafor'),
  fhir('AuditEvent', 'telling who looked', ({ method }) => method === 'PUT'),
]

/** Not asked for fewer than eight children. */
const CHANGES: Place[] = [
  {
    name: 'whether it has changed',
    asked: 'whether it has changed',
    source: () => serverOfSam(OTHERS),
    isAt: ({ isConditional }) => isConditional,
  },
  {
    name: 'one thing that may have changed',
    asked: 'what has changed',
    source: () => serverOfSam(OTHERS),
    isAt: ({ isConditional }) => isConditional,
    isPart: (url) => url === 'PractitionerRole/okafor',
  },
]

const LINK: Place[] = [
  {
    name: 'manifest',
    asked: 'a manifest',
    source: () => linkToSam('embedded'),
    isAt: ({ method }) => method === 'POST',
  },
  { name: 'direct file', asked: 'a direct file', source: () => linkToSam('direct'), isAt: () => true },
  {
    name: 'location',
    asked: 'a location',
    source: () => linkToSam('location'),
    isAt: ({ url }) => url.includes('/shl/location/'),
  },
  { name: 'keys', asked: 'keys', source: () => linkToSam('signed'), isAt: ({ url }) => url.endsWith('/jwks.json') },
]

/** Everything that a source of either kind is asked in a refresh. */
export const PLACES: readonly Place[] = [...SERVER, ...CHANGES, ...LINK]

export function questionOf(input: string, init: RequestInit | undefined): Question {
  const { entry = [] } = init?.method === 'POST' ? JSON.parse(String(init.body)) : {}
  const requests = (entry as { request: { url: string; ifNoneMatch?: string } }[]).map(({ request }) => request)
  return {
    method: init?.method ?? 'GET',
    url: input,
    parts: requests.map(({ url }) => url),
    isConditional: requests.some(({ ifNoneMatch }) => ifNoneMatch !== undefined),
  }
}
