import { AppError } from '../core/errors.ts'
import { writtenDay } from '../core/time.ts'
import type { Child } from '../record/child.ts'
import { IDENTIFIER_SYSTEM } from '../record/code-systems.ts'
import { isFormer } from './former.ts'
import type { HumanName, Resource } from './resources.ts'

/** @throws AppError record/unreadable when there is no name to know the child by */
export function readChild(patient: Resource<'Patient'>): Child {
  const names = (patient.name ?? []).filter((name) => !isFormer(name))
  const usual = names.find(({ use }) => use === 'usual') ?? names.find(({ use }) => use === 'nickname') ?? names[0]
  const knownAs = usual?.given?.[0] ?? usual?.text
  if (!knownAs) throw new AppError('record/unreadable', 'no current name')
  const identifier = (system: string) =>
    patient.identifier?.find((one) => one.system === system && !isFormer(one))?.value
  return {
    reference: `Patient/${patient.id}`,
    knownAs,
    familyName: usual?.family ?? '',
    bornOn: writtenDay(patient.birthDate),
    planReference: identifier(IDENTIFIER_SYSTEM.planReference),
    nhsNumber: identifier(IDENTIFIER_SYSTEM.nhsNumber),
    upn: identifier(IDENTIFIER_SYSTEM.upn),
  }
}

/** "Ms Okafor" as the source writes it, or given and family name. */
export function showName(names: HumanName[] | undefined): string | undefined {
  const current = names?.find((name) => !isFormer(name))
  const spelled = [...(current?.given ?? []), current?.family].filter(Boolean).join(' ')
  return current?.text ?? (spelled || undefined)
}
