import type { IncomingMessage } from 'node:http'
import { OperationOutcomeError, validateResource } from '@medplum/core'
import type { AuditEvent, OperationOutcome, PractitionerRole, Resource } from '@medplum/fhirtypes'
import { type Answer, refusal } from './answer.ts'
import type { SignedIn } from './practice-server.ts'
import type { PracticeRepository } from './repository.ts'
import { readBody, refuseBody } from './request-body.ts'

/** Who may ask who looked: those it is about, and whoever leads the support. */
const MAY_ASK = ['family', 'young-person', 'lead-worker']

/** Where AuditEvents are kept, below the FHIR base. */
export function isAboutAccesses(path: string): boolean {
  return /^\/AuditEvent(\/|$)/.test(path)
}

/**
 * Takes the AuditEvents that people send about themselves, each once and for good, and lets only some ask for them.
 *
 * @returns undefined for a question that may be asked
 */
export async function answerAccess(
  request: IncomingMessage,
  path: string,
  { person, repository, accesses }: { person: SignedIn; repository: PracticeRepository; accesses: PracticeRepository },
): Promise<Answer | undefined> {
  if (request.method === 'PUT') return take(request, path, person, accesses)
  const isQuestion = request.method === 'GET' || (request.method === 'POST' && path.endsWith('/_search'))
  if (!isQuestion) return refusal(405, 'not-supported', 'PUT one under an id of its own')
  return (await mayAsk(person, repository)) ? undefined : refusal(403, 'forbidden', 'Not for this role')
}

async function take(
  request: IncomingMessage,
  path: string,
  { practitionerRole }: SignedIn,
  accesses: PracticeRepository,
): Promise<Answer> {
  const body = await readBody(request)
  if (body.kind !== 'read') return refuseBody(body.kind)
  const event = body.value as AuditEvent | undefined
  if (event?.resourceType !== 'AuditEvent' || path !== `/AuditEvent/${event.id}`) {
    return refusal(400, 'invalid', 'Not the AuditEvent that the address names')
  }
  const problems = problemsOf(event)
  if (problems) return { status: 422, body: problems }
  if (event.agent.find(({ requestor }) => requestor)?.who?.reference !== practitionerRole) {
    return refusal(403, 'forbidden', 'Somebody else looked')
  }
  const known = await find<AuditEvent>(accesses, path.slice(1))
  if (known) return refusal(412, 'duplicate', 'It is here, and is not changed')
  return { status: 201, body: await accesses.updateResource<AuditEvent>(event) }
}

function problemsOf(event: AuditEvent): OperationOutcome | undefined {
  try {
    validateResource(event)
    return undefined
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error
    return error.outcome
  }
}

async function mayAsk({ practitionerRole }: SignedIn, repository: PracticeRepository): Promise<boolean> {
  const role = await find<PractitionerRole>(repository, practitionerRole)
  const codes = (role?.code ?? []).flatMap(({ coding = [] }) => coding.map(({ code = '' }) => code))
  return codes.some((code) => MAY_ASK.includes(code))
}

async function find<Kind extends Resource>(from: PracticeRepository, reference: string): Promise<Kind | undefined> {
  const [found] = await from.readReferences<Kind>([{ reference }])
  return found && 'resourceType' in found ? found : undefined
}
