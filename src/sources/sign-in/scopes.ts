/** The types that a record is made of, and the people, organisations and groups it names: what `fhir-server/` asks for. */
const READ_AND_SEARCHED = [
  ...['Patient', 'Consent', 'Composition', 'CarePlan', 'Goal', 'CareTeam', 'RelatedPerson', 'Condition', 'Observation'],
  ...['Provenance', 'Group', 'Practitioner', 'PractitionerRole', 'Organization'],
]

/**
 * What a sign-in is asked for: who it is, to stay signed in, and no more of the server than Handrail uses, type by type.
 * `user/*.rs` would be shorter, and a stolen token would read prescriptions and letters with it.
 * A Task is read and its status updated. An AuditEvent is written under an id of its own, which FHIR calls an update that
 * creates, and servers disagree whether `u` or `c` covers it; it is never read.
 *
 * @source SMART App Launch 2.2, "Scopes for requesting FHIR Resources": letters in the order c, r, u, d, s
 */
export const SCOPES = [
  ...['openid', 'fhirUser', 'offline_access'],
  ...READ_AND_SEARCHED.map((type) => `user/${type}.rs`),
  ...['user/Task.rus', 'user/AuditEvent.cu'],
].join(' ')

/**
 * The types that somebody who signed in may not read: without one of them half of a record would look like all of it.
 *
 * @param granted as the server says, in version 2 of SMART's scopes or in version 1
 */
export function missingScopes(granted: string): string[] {
  const isGranted = (type: string) =>
    granted.split(/\s+/).some((scope) => {
      const [, of, rights = ''] = /^user\/([A-Za-z]+|\*)\.([a-z*]+)/.exec(scope) ?? []
      return (of === type || of === '*') && (/^c?ru?d?s$/.test(rights) || rights === 'read' || rights === '*')
    })
  return [...READ_AND_SEARCHED, 'Task'].filter((type) => !isGranted(type))
}
