/** In what capacity somebody agreed, or holds parental responsibility: the code, one of them, several of them. */
export const CAPACITIES = {
  'adoptive-parent': ['adoptive parent', 'adoptive parents'],
  'prospective-adopter': ['prospective adopter', 'prospective adopters'],
  'special-guardian': ['special guardian', 'special guardians'],
  'child-arrangements-carer': ['carer under a child arrangements order', 'carers under a child arrangements order'],
  parent: ['parent', 'parents'],
  relative: ['relative', 'relatives'],
  'young-person': ['the young person', 'the young people'],
  adult: ['the person themself', 'the people themselves'],
  council: ['council', 'councils'],
} as const

export type Capacity = keyof typeof CAPACITIES

export function isCapacity(code: string | undefined): code is Capacity {
  return code !== undefined && Object.hasOwn(CAPACITIES, code)
}

/** Whether it was the person the record is about who agreed, alone. */
export function areThemself(people: { capacity: string | undefined }[]): boolean {
  return people.length > 0 && people.every(({ capacity }) => capacity === 'young-person' || capacity === 'adult')
}

/** "Jo and Ali Carter (adoptive parents)". */
export function showAgreement(people: { name: string; capacity: string | undefined }[]): string {
  const capacities = new Set(people.map(({ capacity }) => capacity))
  const [capacity] = capacities
  const names = joinNames(people.map(({ name }) => name))
  if (capacities.size !== 1 || !isCapacity(capacity)) return names
  return `${names} (${CAPACITIES[capacity][people.length === 1 ? 0 : 1]})`
}

/** "Jo and Ali Carter"; two family names are both said. */
export function joinNames(names: string[]): string {
  const families = new Set(names.map((name) => name.split(' ').at(-1)))
  const short = families.size === 1 ? names.map((name, at) => (at < names.length - 1 ? first(name) : name)) : names
  return short.length < 2 ? (short[0] ?? '') : `${short.slice(0, -1).join(', ')} and ${short.at(-1)}`
}

function first(name: string): string {
  const words = name.split(' ')
  return words.length > 1 ? words.slice(0, -1).join(' ') : name
}
