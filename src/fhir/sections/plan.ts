import { writtenDay } from '../../core/time.ts'
import { CODE_SYSTEM } from '../../record/code-systems.ts'
import type { Commitment, CommitmentStatus, SectionContent } from '../../record/section-content.ts'
import type { Resources } from '../parse-resources.ts'
import { findPerson } from '../people.ts'
import type { Resource } from '../resources.ts'
import { codeIn, sectionEntries, textOf } from './entries.ts'

export function readPlan(resources: Resources): SectionContent['plan'] {
  const plan = sectionEntries(resources, 'plan')
    .flatMap((reference) => resources.find('CarePlan', reference) ?? [])
    .find(({ status }) => status === 'active')
  if (!plan) return { plan: undefined }
  const category = (system: string) => textOf(plan.category?.find((concept) => codeIn(concept, system)))
  return {
    plan: {
      type: category(CODE_SYSTEM.planType) ?? plan.title ?? 'Support plan',
      tier: category(CODE_SYSTEM.tier),
      from: writtenDay(plan.period?.start),
      reviewOn: writtenDay(plan.period?.end),
      about: plan.description,
    },
  }
}

export function readOutcomes(resources: Resources): SectionContent['outcomes'] {
  return {
    goals: sectionEntries(resources, 'outcomes').flatMap((reference) => {
      const goal = resources.find('Goal', reference)
      const text = textOf(goal?.description)
      return goal && goal.lifecycleStatus !== 'entered-in-error' && text
        ? { text, status: goal.lifecycleStatus, dueOn: writtenDay(goal.target?.[0]?.dueDate) }
        : []
    }),
  }
}

export function readCommitments(resources: Resources): SectionContent['commitments'] {
  return {
    commitments: sectionEntries(resources, 'commitments').flatMap((reference) => {
      const task = resources.find('Task', reference)
      const status = task && STATUSES.get(task.status)
      return task && status ? readCommitment(resources, task, status) : []
    }),
  }
}

/** Task states as the people in it would say them. A draft has been put to nobody, so it is not shown. */
const STATUSES: ReadonlyMap<string, CommitmentStatus> = new Map([
  ['requested', 'requested'],
  ['received', 'requested'],
  ['accepted', 'accepted'],
  ['ready', 'accepted'],
  ['in-progress', 'under-way'],
  ['on-hold', 'under-way'],
  ['completed', 'done'],
  ['rejected', 'rejected'],
  ['cancelled', 'cancelled'],
  ['failed', 'cancelled'],
])

function readCommitment(resources: Resources, task: Resource<'Task'>, status: CommitmentStatus): Commitment[] {
  const owner = findPerson(resources, task.owner)
  const what = task.description ?? task.code?.text
  if (!what) return []
  const cover = findPerson(resources, task.restriction?.recipient?.[0])
  return [
    {
      id: task.id,
      kind: codeIn(task.code, CODE_SYSTEM.taskKind) === 'advice-request' ? 'advice-request' : 'commitment',
      what,
      status,
      ownerReference: owner?.reference ?? '',
      owner: owner ? `${owner.name}${owner.hasLeft ? ' (has left)' : ''}` : 'Nobody named',
      ownerRole: owner?.role,
      organisation: owner?.organisation,
      organisationReference: owner?.organisationReference,
      cover: cover?.name,
      requester: findPerson(resources, task.requester)?.name,
      dueOn: writtenDay(task.restriction?.period?.end),
      finishedOn: status === 'done' ? writtenDay(task.executionPeriod?.end) : undefined,
    },
  ]
}
