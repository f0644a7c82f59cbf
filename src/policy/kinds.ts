import { readList } from './list.ts'
import type { GradedRule, Rule, Shape, Words } from './rule.ts'
import { cleanText } from './text.ts'

/**
 * A whole number, the lower the stricter. A wrong one counts as the default (the most allowed, where there is none), or
 * as less where it is less itself: never as more.
 */
export function wholeNumber<Default extends number | undefined>(
  rule: Words & { least: number; most: number; default: Default; show(value: number | Default): string },
): GradedRule<number | Default> {
  const { title, least, most, show } = rule
  const ceiling = rule.default ?? most
  return {
    title,
    description:
      `${rule.description} A whole number from ${least} to ${most}. ` +
      `If not set: ${rule.default ?? 'never'}. If wrong: ${ceiling} at most.`,
    shape: { type: 'integer' },
    default: rule.default,
    read(raw) {
      if (typeof raw === 'number' && Number.isInteger(raw) && raw >= least && raw <= most) {
        return { value: raw, isMalformed: false }
      }
      const asked = typeof raw === 'number' && !Number.isNaN(raw) ? Math.floor(raw) : ceiling
      return { value: Math.max(least, Math.min(ceiling, asked)), isMalformed: true }
    },
    stricter(first, second) {
      const adds = second !== undefined && (first === undefined || second < first)
      return adds ? second : first
    },
    show,
  }
}

/** True or false. Anything else counts as the stricter of the two. */
export function yesOrNo(rule: Words & { default: boolean; strict: boolean }): GradedRule<boolean> {
  const { title, strict } = rule
  return {
    title,
    description: `${rule.description} If not set: ${rule.default}. If wrong: ${strict}.`,
    shape: { type: 'boolean' },
    default: rule.default,
    read: (raw) =>
      typeof raw === 'boolean' ? { value: raw, isMalformed: false } : { value: strict, isMalformed: true },
    stricter: (first, second) => (second === strict ? second : first),
    show: (value) => (value ? 'Yes' : 'No'),
  }
}

/** Some of a few names, the fewer the stricter. A name that we know counts beside one that is wrong; no list, no names. */
export function someOf<Name extends string>(
  rule: Words & { names: Record<Name, string>; none: string },
): GradedRule<readonly Name[]> {
  const names = Object.keys(rule.names) as Name[]
  return {
    title: rule.title,
    description:
      `${rule.description} Any of ${names.join(', ')}; wrong names are left out. ` +
      'If not set: all. If not a list: none.',
    shape: { type: 'array', items: { type: 'string' } },
    default: names,
    read(raw) {
      const { value, isMalformed } = readList(raw, (entry) => names.find((name) => name === entry))
      return { value: names.filter((name) => value.includes(name)), isMalformed }
    },
    stricter(first, second) {
      const both = first.filter((name) => second.includes(name))
      return both.length < first.length ? both : first
    },
    show: (value) => value.map((name) => rule.names[name]).join(', ') || rule.none,
  }
}

/**
 * Nothing but what is listed. Wrong entries are left out where the default is `any`; where it is none, a list that is
 * wrong in part is none, so as not to be less strict than that. No list is an empty one: it never becomes `any`.
 */
export function listOf<Entry>(
  rule: Words & {
    entry: Shape
    default: 'any' | []
    parse(raw: unknown): Entry | undefined
    show(entry: Entry): string
  },
): Rule<'any' | readonly Entry[]> {
  const narrows = rule.default === 'any'
  return {
    title: rule.title,
    description:
      `${rule.description} ` +
      (narrows
        ? 'Wrong entries are left out. If not set: any. If not a list: none.'
        : 'If not set, or wrong in any part: none.'),
    shape: { type: 'array', items: rule.entry },
    default: rule.default,
    read(raw) {
      const { value, isMalformed } = readList(raw, rule.parse)
      return { value: isMalformed && !narrows ? [] : value, isMalformed }
    },
    show: (value) => (value === 'any' ? 'Any' : value.map(rule.show).join(', ') || 'None'),
  }
}

/** One address, or none. A wrong one is none. */
export function address(rule: Words & { parse(raw: unknown): string | undefined }): Rule<string | undefined> {
  return {
    title: rule.title,
    description: `${rule.description} If not set, or wrong: none.`,
    shape: { type: 'string' },
    default: undefined,
    read(raw) {
      const value = rule.parse(raw)
      return { value, isMalformed: value === undefined }
    },
    show: (value) => value ?? 'None',
  }
}

/** One line of plain text, or none. A longer one is cut. */
export function plainText(rule: Words & { mostCharacters: number }): Rule<string | undefined> {
  const { title, mostCharacters } = rule
  return {
    title,
    description: `${rule.description} Plain text, cut after ${mostCharacters} characters. If not set: none.`,
    shape: { type: 'string' },
    default: undefined,
    read(raw) {
      if (typeof raw !== 'string') return { value: undefined, isMalformed: true }
      const isTooLong = raw.trim().length > mostCharacters
      return { value: cleanText(raw, mostCharacters) || undefined, isMalformed: isTooLong }
    },
    show: (value) => value ?? 'None',
  }
}
