import { isNhsNumber, isUpn } from '../../record/identifiers.ts'
import type { Random } from './random.ts'

/*
 * Numbers that look right and are nobody's: NHS numbers from the 999 range, which is kept for tests, and UPNs of schools
 * that do not exist. Each is drawn once, and none is one of the families'.
 */

export function nhsNumber(random: Random): string {
  return random.unique(() => {
    for (;;) {
      const number = `999${1 + random.below(9)}${digits(random, 6)}`
      if (isNhsNumber(number)) return number
    }
  })
}

/** @param since the year in which the pupil's first school gave it */
export function upn(random: Random, since: number): string {
  return random.unique(() => {
    const number = `8013${digits(random, 3)}${String(since % 100).padStart(2, '0')}${digits(random, 3)}`
    const letter = CHECK_LETTERS.find((one) => isUpn(one + number))
    return `${letter}${number}`
  })
}

/** "4K-20415": two digits longer than a family's. */
export function planReference(random: Random): string {
  return random.unique(() => `${random.below(10)}${random.pick(CHECK_LETTERS)}-${digits(random, 5)}`)
}

/** 64 bits as text that says nothing about whom it names. */
export function opaqueId(random: Random): string {
  const half = () =>
    random
      .below(2 ** 32)
      .toString(16)
      .padStart(8, '0')
  return random.unique(() => half() + half())
}

const CHECK_LETTERS = [...'ABCDEFGHJKLMNPQRTUVWXYZ']

function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.below(10)).join('')
}
