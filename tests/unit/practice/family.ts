import type { Bundle, Resource } from '@medplum/fhirtypes'

const SAM = { reference: 'Patient/sam' }

function consent(id: string, status: 'active' | 'inactive', actor: string, actorBeneath: string): Resource {
  const role = { coding: [{ code: 'IRCP' }] }
  return {
    resourceType: 'Consent',
    id,
    status,
    scope: { text: 'sharing' },
    category: [{ text: 'sharing' }],
    patient: SAM,
    provision: {
      type: 'deny',
      actor: [{ role, reference: { reference: actor } }],
      provision: [{ type: 'permit', actor: [{ role, reference: { reference: actorBeneath } }] }],
    },
  }
}

/** One made-up child with one resource of each type the client asks for. Written for these tests. */
export const FAMILY: Bundle = {
  resourceType: 'Bundle',
  type: 'collection',
  entry: [
    { resourceType: 'Patient', id: 'sam', meta: { versionId: '7', lastUpdated: '2026-11-01T09:00:00.000Z' } },
    { resourceType: 'Patient', id: 'kit' },
    consent('to-teacher', 'active', 'PractitionerRole/okafor', 'PractitionerRole/beneath'),
    consent('to-school', 'active', 'Organization/hillside', 'PractitionerRole/beneath'),
    consent('ended', 'inactive', 'PractitionerRole/okafor', 'PractitionerRole/beneath'),
    {
      resourceType: 'Composition',
      id: 'sections',
      status: 'final',
      type: {},
      date: '2026-11-01',
      author: [],
      title: 'x',
      subject: SAM,
    },
    { resourceType: 'CarePlan', id: 'plan', status: 'active', intent: 'plan', subject: SAM },
    { resourceType: 'Goal', id: 'goal', lifecycleStatus: 'active', description: { text: 'x' }, subject: SAM },
    { resourceType: 'Task', id: 'task', status: 'accepted', intent: 'order', for: SAM },
    { resourceType: 'CareTeam', id: 'team', subject: SAM },
    { resourceType: 'RelatedPerson', id: 'parent', patient: SAM },
    { resourceType: 'Condition', id: 'need', subject: SAM },
    { resourceType: 'Observation', id: 'strength', status: 'final', code: { text: 'x' }, subject: SAM },
    {
      resourceType: 'Provenance',
      id: 'origin',
      recorded: '2026-11-01T09:00:00Z',
      agent: [{ who: SAM }],
      target: [{ reference: 'Task/task' }],
    },
    { resourceType: 'PractitionerRole', id: 'okafor' },
  ].map((resource) => ({ resource: resource as Resource })),
}
