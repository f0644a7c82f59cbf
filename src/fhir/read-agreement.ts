import { CODE_SYSTEM } from '../record/code-systems.ts'
import type { Resources } from './parse-resources.ts'
import { findPerson } from './people.ts'
import { codeIn } from './sections/entries.ts'

/** The people behind references in Consent.performer, with the code of the capacity they acted in. */
export function readPerformers(
  resources: Resources,
  references: string[],
): { name: string; capacity: string | undefined }[] {
  return references.flatMap((reference) => {
    const person = findPerson(resources, { reference })
    if (!person) return []
    const relative = resources.find('RelatedPerson', reference)
    const capacity = relative?.relationship?.map((one) => codeIn(one, CODE_SYSTEM.capacity)).find((code) => code)
    return { name: person.name, capacity: person.organisationReference ? 'council' : capacity }
  })
}
