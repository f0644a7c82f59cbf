/**
 * Whether ten digits, spaced or not, are an NHS number: eleven minus the weighted sum modulo eleven is the last digit.
 * Ten equal digits pass that sum and are no number.
 *
 * @source https://www.datadictionary.nhs.uk/attributes/nhs_number.html
 */
export function isNhsNumber(text: string): boolean {
  const digits = text.replace(/[\s-]/g, '')
  if (!/^\d{10}$/.test(digits) || /^(\d)\1{9}$/.test(digits)) return false
  const sum = [...digits.slice(0, 9)].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0)
  return (11 - (sum % 11)) % 11 === Number(digits[9])
}

const UPN_LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ'

/**
 * Whether a text is a unique pupil number: a check letter, eleven digits, then a digit or (in a temporary one) a letter.
 * The local authority inside is the issuing one, perhaps long abolished, so it is not checked.
 *
 * @source DfE, Unique pupil numbers: guide for schools and local authorities
 */
export function isUpn(text: string): boolean {
  const upn = text.trim().toUpperCase()
  if (!/^[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]$/.test(upn)) return false
  const sum = [...upn.slice(1)].reduce((total, character, index) => {
    const value = /\d/.test(character) ? Number(character) : UPN_LETTERS.indexOf(character)
    return total + value * (index + 2)
  }, 0)
  return UPN_LETTERS[sum % 23] === upn[0]
}

/** The form identifiers are compared in: no spaces or hyphens, capitals. */
export function normaliseIdentifier(text: string): string {
  return text.replace(/[\s-]/g, '').toUpperCase()
}
