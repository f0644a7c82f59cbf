import { ageOn, writtenDay } from '../../core/time.ts'
import { CODE_SYSTEM } from '../../record/code-systems.ts'
import { NEEDS, type NeedCode } from '../../record/needs.ts'
import type { Need, Quote, SectionContent } from '../../record/section-content.ts'
import type { Resources } from '../parse-resources.ts'
import { findPerson } from '../people.ts'
import type { Codeable } from '../resources.ts'
import { codeIn, facts, knowledgeOf, observations, sectionEntries, textOf, texts } from './entries.ts'

export function readAboutMe(resources: Resources): SectionContent['about-me'] {
  const { id } = resources.patient
  const bornOn = writtenDay(resources.patient.birthDate)
  const quotes = observations(resources, 'about-me', 'own-words').flatMap((said): Quote[] => {
    const saidOn = writtenDay(said.effectiveDateTime)
    if (!said.valueString || !saidOn) return []
    const helper = said.performer?.find(({ reference }) => reference !== `Patient/${id}`)
    return [
      {
        text: said.valueString,
        saidOn,
        age: bornOn === undefined ? undefined : ageOn(bornOn, saidOn),
        helpedBy: findPerson(resources, helper)?.name,
      },
    ]
  })
  return {
    quotes: quotes.sort((a, b) => b.saidOn.localeCompare(a.saidOn)),
    facts: facts(resources, 'about-me', 'about-me'),
  }
}

export function readStrengths(resources: Resources): SectionContent['strengths'] {
  return { strengths: texts(resources, 'strengths', 'strength') }
}

export function readWhatHelps(resources: Resources): SectionContent['what-helps'] {
  return {
    do: texts(resources, 'what-helps', 'do'),
    pleaseDont: texts(resources, 'what-helps', 'please-dont'),
    triggers: texts(resources, 'what-helps', 'trigger'),
  }
}

export function readWords(resources: Resources): SectionContent['words'] {
  return {
    addressAs: texts(resources, 'words', 'address-as')[0],
    use: texts(resources, 'words', 'word-to-use'),
    avoid: texts(resources, 'words', 'word-to-avoid'),
  }
}

export function readNeeds(resources: Resources): SectionContent['needs'] {
  const needs = sectionEntries(resources, 'needs').flatMap((reference): Need[] => {
    const condition = resources.find('Condition', reference)
    const text = textOf(condition?.code)
    if (!condition || !text || isTakenBack(condition.verificationStatus) || isOver(condition.clinicalStatus)) return []
    const code = codeIn(condition.code, CODE_SYSTEM.need)
    return [
      {
        code: code !== undefined && Object.hasOwn(NEEDS, code) ? (code as NeedCode) : undefined,
        text,
        knowledge: knowledgeOf(condition.verificationStatus),
      },
    ]
  })
  return { needs }
}

const VERIFICATION = 'http://terminology.hl7.org/CodeSystem/condition-ver-status'

/** A need that is one no longer. */
function isOver(clinical: Codeable | undefined): boolean {
  return ['inactive', 'remission', 'resolved'].includes(codeIn(clinical, CLINICAL) ?? '')
}

const CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical'

/** A need found not to be one, or written down by mistake. */
function isTakenBack(verification: Codeable | undefined): boolean {
  return ['refuted', 'entered-in-error'].includes(codeIn(verification, VERIFICATION) ?? '')
}
