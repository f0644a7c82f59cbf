import { SIGN_INS } from '../../src/practice/families/sign-ins.ts'

/** Somebody whose code is good and whose organisation has no business here. */
export const STRANGER = {
  token: 'interop-stranger',
  practitionerRole: 'PractitionerRole/khan',
  isAllowed: false,
}

/** The access code of the first person who signs in as one. @throws Error when nobody does */
export function tokenOf(audience: (typeof SIGN_INS)[number]['audience']): string {
  const found = SIGN_INS.find((one) => one.audience === audience)
  if (!found) throw new Error(`nobody signs in as ${audience}`)
  return found.token
}
