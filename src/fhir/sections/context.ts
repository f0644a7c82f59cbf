import { writtenDay } from '../../core/time.ts'
import { CODE_SYSTEM } from '../../record/code-systems.ts'
import type { SectionContent } from '../../record/section-content.ts'
import type { Resources } from '../parse-resources.ts'
import { findPerson, teamMembers } from '../people.ts'
import { codeIn, facts, knowledgeOf, observations, textOf } from './entries.ts'

export function readAssessment(resources: Resources): SectionContent['assessment'] {
  return {
    assessments: observations(resources, 'assessment', 'assessment').map((assessment) => ({
      method: textOf(assessment.method) ?? assessment.code.text ?? 'Assessment',
      by: findPerson(resources, assessment.performer?.[0])?.name,
      on: writtenDay(assessment.effectiveDateTime),
      formulation: assessment.valueString,
    })),
  }
}

export function readHealthContext(resources: Resources): SectionContent['health-context'] {
  const history = observations(resources, 'health-context', 'family-history')[0]
  const asked = findPerson(resources, history?.performer?.[0])
  const askedOn = writtenDay(history?.effectiveDateTime)
  const alcohol = observations(resources, 'health-context', 'prenatal-alcohol')[0]
  return {
    familyHistory: history && {
      available: codeIn(history.valueCodeableConcept, CODE_SYSTEM.knowledge) === 'confirmed',
      lastAsked: asked && askedOn ? { of: asked.name, on: askedOn } : undefined,
    },
    prenatalAlcohol: alcohol && knowledgeOf(alcohol.valueCodeableConcept),
    facts: facts(resources, 'health-context', 'health-fact'),
  }
}

export function readEducationContext(resources: Resources): SectionContent['education-context'] {
  return { facts: facts(resources, 'education-context', 'education-fact') }
}

export function readPeople(resources: Resources): SectionContent['people'] {
  return { people: teamMembers(resources) }
}

export function readFamilySupport(resources: Resources): SectionContent['family-support'] {
  return { facts: facts(resources, 'family-support', 'family-support') }
}

export function readInterventions(resources: Resources): SectionContent['interventions'] {
  return { facts: facts(resources, 'interventions', 'intervention') }
}

export function readArrangement(resources: Resources): SectionContent['arrangement'] {
  const arrangement = observations(resources, 'arrangement', 'arrangement')[0]
  const responsible = observations(resources, 'arrangement', 'parental-responsibility').flatMap(
    ({ focus, valueString }) =>
      (focus ?? []).flatMap((reference) => {
        const person = findPerson(resources, reference)
        return person ? { name: person.name, capacity: valueString ?? person.role ?? '' } : []
      }),
  )
  return {
    arrangement: textOf(arrangement?.valueCodeableConcept),
    orderOn: writtenDay(arrangement?.effectiveDateTime),
    responsible,
  }
}
