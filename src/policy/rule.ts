/**
 * What one key of the policy is: how it is read, what it means while nobody has set it, and how it is told to people
 * and to browsers.
 */
export type Rule<T> = {
  /** For the person, beside the value. */
  title: string
  /** For whoever writes the policy: what the key does, what it may hold, what a wrong value counts as. */
  description: string
  shape: Shape
  /** What holds while the organisation has said nothing. */
  default: T
  /** Reads plain data that was set. Never throws: what is wrong is read as the value that fails closed. */
  read(raw: unknown): Reading<T>
  /** The value in plain words. */
  show(value: T): string
}

/** A rule whose values are more or less strict. */
export type GradedRule<T> = Rule<T> & {
  /** The stricter of two values: both at once, where neither is. The very first one when the second adds nothing. */
  stricter(first: T, second: T): T
}

export type Reading<T> = { value: T; isMalformed: boolean }

/** The little of JSON Schema that says what kind of value goes where; see managed-schema.ts. */
export type Shape =
  | { type: 'boolean' | 'integer' | 'string' }
  | { type: 'array'; items: Shape }
  | { type: 'object'; properties: Record<string, Shape> }

/** The words of a rule before its limits are added. */
export type Words = { title: string; description: string }
