import { groupServices } from '../../app/group-services.ts'
import type { LocalServices } from '../../app/list-services.ts'
import type { ErrorCode } from '../../core/errors.ts'
import { londonDate, showDay, showTime } from '../../core/time.ts'
import type { Audience } from '../../record/viewer.ts'
import { Notice } from '../look/notice.tsx'
import { ServiceGroups } from './service-groups.tsx'

export type Found = {
  /** Whose list it is. */
  council: string
  isMadeUp: boolean
  local: LocalServices
  audience: Audience
  /** Whole years; undefined when it is not known. */
  age: number | undefined
  nowMs: number
  /** It is being asked just now. */
  isAsking: boolean
  /** Why the last try came to nothing, where that is not kept: the person said no. */
  refused: ErrorCode | undefined
  onLook(): void
}

/** A council's list as it is known here, in whichever state, and the way on. */
export function ServicesFound({ council, isMadeUp, local, audience, age, nowMs, isAsking, refused, onLook }: Found) {
  const { services, readAtMs, isCut, isDue, isTooOld, waitUntilMs } = local
  const failed = refused ?? local.failed
  const hasList = isMadeUp || readAtMs !== undefined
  const asAt = readAtMs === undefined ? '' : showDay(londonDate(readAtMs), londonDate(nowMs))
  const groups = groupServices(services, audience, age)
  return (
    <>
      {hasList && (
        <p class="small soft">
          From {possessive(council)} list of services, {isMadeUp ? 'which is made up' : `as at ${asAt}`}. It is the same
          for everybody: we picked from it on this computer.
        </p>
      )}
      {!hasList && !failed && !isAsking && (
        <p>
          {council} publishes a list of local services. Handrail asks for the same list whoever it is for, and picks
          from it on this computer: the council is told nothing about any child, nor why you look.
        </p>
      )}
      {failed && !isAsking && <Failed council={council} code={failed} copyFrom={asAt} waitUntilMs={waitUntilMs} />}
      {isTooOld && (
        <Notice kind="warning">
          <p>This list is from {asAt}. Ring before you rely on it.</p>
        </Notice>
      )}
      {isAsking && <p role="status">Looking through {possessive(council)} list…</p>}
      {isDue && !isAsking && waitUntilMs === undefined && (
        <button type="button" class="button" onClick={onLook}>
          {failed ? 'Try again' : hasList ? 'Get the list again' : 'Look for local services'}
        </button>
      )}
      {hasList && groups.every((group) => group.services.length === 0) && (
        <p>
          {possessive(council)} list names nothing that we look for. There may be something all the same: ask the
          council.
        </p>
      )}
      {groups.some((group) => group.services.length > 0) && <ServiceGroups groups={groups} />}
      {isCut && <p class="small soft">The list is longer than what we keep of it, so something may be missing here.</p>}
    </>
  )
}

type Failure = { council: string; code: ErrorCode; copyFrom: string; waitUntilMs: number | undefined }

function Failed({ council, code, copyFrom, waitUntilMs }: Failure) {
  const { text, next } = sentencesFor(code, council)
  return (
    <Notice kind={copyFrom ? 'warning' : 'error'} announce>
      <p>
        <strong>{text}</strong> {copyFrom && `You are seeing the copy from ${copyFrom}.`}
      </p>
      <p>{waitUntilMs === undefined ? next : `It has asked us to wait. Try again after ${showTime(waitUntilMs)}.`}</p>
    </Notice>
  )
}

function sentencesFor(code: ErrorCode, council: string): { text: string; next: string } {
  switch (code) {
    case 'source/unreachable':
      return {
        text: `We cannot reach ${possessive(council)} list of services.`,
        next: 'Check that you are online, then try again.',
      }
    case 'source/busy':
      return { text: `${possessive(council)} list of services is busy.`, next: 'Wait a few minutes, then try again.' }
    case 'source/not-permitted':
      return {
        text: `Handrail was not allowed to ask ${council}.`,
        next: 'Try again, and choose Allow when the browser asks.',
      }
    default:
      return {
        text: `Something answered for ${council}, but it is not a list of services that we can read.`,
        next: 'If this network asks you to sign in first, do that. Then ask whoever looks after your computer to check the address.',
      }
  }
}

function possessive(name: string): string {
  return name.endsWith('s') ? `${name}’` : `${name}’s`
}
