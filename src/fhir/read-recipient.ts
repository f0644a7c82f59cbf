import * as z from 'zod/mini'
import { AppError } from '../core/errors.ts'
import { parseFhirDate } from '../core/time.ts'
import { CODE_SYSTEM, EXTENSION } from '../record/code-systems.ts'
import { discreetly } from '../record/discreet.ts'
import { type Audience, isAudience, type Viewer } from '../record/viewer.ts'
import { showName } from './read-child.ts'
import { RESOURCE_SCHEMAS, type Resource } from './resources.ts'
import { codeIn } from './sections/entries.ts'

const addressed = z.object({
  resourceType: z.literal('Composition'),
  extension: z.array(
    z.object({ url: z.string(), valueReference: z.optional(z.object({ reference: z.optional(z.string()) })) }),
  ),
})

/**
 * Whom a record was made for that came by a link or as a file: the PractitionerRole that its Composition names. Whoever
 * opens it is that one or nobody: what they say of themselves adds nothing (design.md §1).
 *
 * @param raw the resources of one record
 * @param saidName what the person who opens it says their name is
 * @throws AppError record/for-nobody when it names nobody, several, or somebody who is in no role that we know, or in two
 * @source src/fhir/profile/StructureDefinition-made-for.json
 */
export function readRecipient(
  raw: readonly unknown[],
  saidName: string,
  nowMs: number,
): { viewer: Viewer; madeForName: string | undefined } {
  const role = find(raw, 'PractitionerRole', recipientOf(raw))
  const audiences = new Set(role?.code?.flatMap((concept) => codeIn(concept, CODE_SYSTEM.audience) ?? []))
  const [audience] = audiences
  if (!role || !isNow(role, nowMs) || audiences.size !== 1 || !audience || !isAudience(audience)) {
    throw new AppError('record/for-nobody', 'it was made for no role that we know')
  }
  const person = find(raw, 'Practitioner', role.practitioner?.reference)
  const organisation = find(raw, 'Organization', role.organization?.reference)
  const viewer: Viewer = {
    audience,
    isDeclared: true,
    name: saidName,
    organisationName: shown(organisation?.name, audience) ?? '',
    role: `PractitionerRole/${role.id}`,
    person: person ? `Practitioner/${person.id}` : '',
    organisation: organisation ? `Organization/${organisation.id}` : '',
    identifiers: [role, person, organisation].flatMap((one) =>
      (one?.identifier ?? []).flatMap(({ system, value }) => (system && value ? { system, value } : [])),
    ),
  }
  return { viewer, madeForName: shown(showName(person?.name), audience) }
}

function isNow({ active, period }: Resource<'PractitionerRole'>, nowMs: number): boolean {
  const fromMs = parseFhirDate(period?.start ?? '')?.fromMs ?? nowMs
  const untilMs = parseFhirDate(period?.end ?? '')?.untilMs ?? nowMs
  return active !== false && fromMs <= nowMs && nowMs <= untilMs
}

const LONGEST_NAME = 80

/** A name that anybody may have written: on one line, short, and for a class teacher without a word of status. */
function shown(name: string | undefined, audience: Audience): string | undefined {
  const plain = name
    ?.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME)
  return audience === 'class-teacher' ? discreetly(plain) : plain
}

/** @throws AppError record/for-nobody when it names several */
function recipientOf(raw: readonly unknown[]): string | undefined {
  const named = raw
    .flatMap((one) => addressed.safeParse(one).data?.extension ?? [])
    .filter(({ url }) => url === EXTENSION.madeFor)
    .map(({ valueReference }) => valueReference?.reference)
  if (new Set(named).size > 1) throw new AppError('record/for-nobody', 'it was made for several')
  return named[0]
}

function find<Type extends 'PractitionerRole' | 'Practitioner' | 'Organization'>(
  raw: readonly unknown[],
  type: Type,
  reference: string | undefined,
): Resource<Type> | undefined {
  const plain = raw.filter((one) => !('modifierExtension' in (one as object))) // which may turn it into its opposite
  const read = plain.flatMap((one) => (RESOURCE_SCHEMAS[type].safeParse(one).data as Resource<Type> | undefined) ?? [])
  return read.find(({ resourceType, id }) => `${resourceType}/${id}` === reference)
}
