import type { GradedRule, Reading, Rule } from './rule.ts'
import { KEYS, type Key, RULES, type Values } from './rules.ts'
import { cleanText } from './text.ts'

/** What is in force, and what became of what the organisation wrote. */
export type Policy = {
  settings: { [K in Key]: Setting<Values[K]> }
  /** Keys that the organisation set wrongly, in whole or in part: see `description` for what each counts as then. */
  malformed: Key[]
  /** Names of keys that Handrail does not know, misspelt ones among them: 50 at most, each cut to 60 characters. */
  unknown: string[]
}

export type Setting<T> = {
  value: T
  /** Whose word it is: nobody's, the organisation's, or the person's own where that makes a difference. */
  from: 'default' | 'organisation' | 'you'
  /** The least strict value that the person may choose; the value itself, where there is no choice. */
  limit: T
}

/** What a person may choose, and what holds until they do; undefined: the limit does. */
const UNTIL_CHOSEN = {
  offlineHours: undefined,
  idleLockMinutes: undefined,
  exportAllowed: undefined,
  notifications: false,
  badge: false,
} satisfies { [K in Key]?: Values[K] | undefined }

/** What a person has chosen. What is less strict than the organisation allows does not count. */
export type OwnSettings = { [K in keyof typeof UNTIL_CHOSEN]?: Values[K] | undefined }

/**
 * Works out what is in force: what the organisation set, or else the default; stricter where the person chose so. Each
 * key is judged by itself. Never throws, and a wrong value never makes anything less strict than its default.
 *
 * @param managed what `storage.managed` holds, unchecked; undefined where there is none
 */
export function parsePolicy(managed: unknown, own: OwnSettings): Policy {
  const set = new Map(KEYS.map((key) => [key, readKey(managed, key)]))
  const settings = KEYS.map((key) => [key, settle(key, set.get(key), readKey(own, key))])
  return {
    settings: Object.fromEntries(settings) as Policy['settings'],
    malformed: KEYS.filter((key) => set.get(key)?.isMalformed),
    unknown: unknownNames(managed),
  }
}

type Read = Reading<unknown> | undefined

function settle(key: Key, set: Read, chosen: Read): Setting<unknown> {
  const limit = set ? set.value : RULES[key].default
  const setBy = set ? 'organisation' : 'default'
  if (!isChoice(key)) return { value: limit, from: setBy, limit }
  const { stricter }: GradedRule<unknown> = RULES[key]
  const unchosen = UNTIL_CHOSEN[key] === undefined ? limit : stricter(limit, UNTIL_CHOSEN[key])
  const value = chosen ? stricter(limit, chosen.value) : unchosen
  if (value !== unchosen) return { value, from: 'you', limit }
  return { value, from: value === limit ? setBy : 'default', limit }
}

/** @returns undefined when the key is not set */
function readKey(settings: unknown, key: Key): Read {
  const rule: Rule<unknown> = RULES[key]
  const raw = copyOf(settings, key)
  return raw === undefined ? undefined : rule.read(raw)
}

/** What is set, as plain data that stays as it is; null, which is right for no key, when that cannot be had. */
function copyOf(settings: unknown, key: Key): unknown {
  try {
    return isObject(settings) && Object.hasOwn(settings, key) ? structuredClone(settings[key]) : undefined
  } catch {
    // A getter that throws, or something that is no data: the key is set, and wrong.
    return null
  }
}

/** More than anybody reads, or writes on purpose. */
const MOST_NAMES = 50
const MOST_CHARACTERS = 60

function unknownNames(settings: unknown): string[] {
  try {
    const names = isObject(settings) ? Object.keys(settings) : []
    const unknown = names.filter((name) => !Object.hasOwn(RULES, name)).slice(0, MOST_NAMES)
    return unknown.map((name) => cleanText(name, MOST_CHARACTERS))
  } catch {
    // It will not list its keys, as data does. Those we know are judged all the same.
    return []
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isChoice(key: Key): key is keyof typeof UNTIL_CHOSEN {
  return Object.hasOwn(UNTIL_CHOSEN, key)
}
