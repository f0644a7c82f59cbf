/** Leaves out every list item and every single text that a test says must not be told, however deep it stands. */
export function strip(value: unknown, isHidden: (text: string) => boolean): unknown {
  if (typeof value === 'string') return isHidden(value) ? undefined : value
  if (Array.isArray(value)) return value.filter((item) => !textsIn(item).some(isHidden))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, strip(inner, isHidden)]))
}

/** Every text in a value, in its order. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
