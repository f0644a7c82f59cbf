import { describe, expect, it, test } from 'vitest'
import { type Card, PARTS } from '../../../src/guidance/card.ts'
import { compileCard } from '../../../src/guidance/compile/compile-card.ts'
import { EVASIONS, MUTATIONS } from '../../fixtures/evasions.ts'
import { exampleMarkdown } from './example-card.ts'

/*
 * A card in Markdown whose author means harm. It is refused, with the file and the line of each thing wrong, or it
 * compiles to the words that a reader will see, with nothing in them that anything could take for markup.
 */

const FILE = 'year-6-to-7/example.md'
const TODAY = '2026-11-21'
const TEXTS = [...EVASIONS.map(({ text }) => text), ...MUTATIONS]
const [, FRONT = '', BODY = ''] = exampleMarkdown.split('---\n')

const SOURCE = /title: A council, link: "[^"]+"/
const EVIDENCE = '{ scheme: practice-consensus }'
const rated = (rating: string, link: string) => `{ scheme: nice, rating: ${rating}, on: 2026-01-10, link: ${link} }`
const reviewed = (role: string, organisation: string) =>
  `review: { role: ${role}, organisation: ${organisation}, on: 2026-11-01 }`

/** Where a string can stand above the body: all of that, with a value as YAML. */
const FIELDS: Record<string, (value: string) => string> = {
  title: (value) => FRONT.replace('An example', () => value),
  'what it comes up in': (value) => `${FRONT}comesUpIn: ${value}\n`,
  "a source's title": (value) => FRONT.replace(SOURCE, () => `title: ${value}, link: "https://council.example"`),
  "a source's link": (value) => FRONT.replace(SOURCE, () => `title: A council, link: ${value}`),
  "a reviewer's role": (value) => FRONT.replace('review: not-yet', () => reviewed(value, 'North School')),
  "a reviewer's organisation": (value) => FRONT.replace('review: not-yet', () => reviewed('a teacher', value)),
  'a rating': (value) => FRONT.replace(EVIDENCE, () => rated(value, '"https://nice.example/1"')),
  "a rating's link": (value) => FRONT.replace(EVIDENCE, () => rated('offer', value)),
  'an id': (value) => FRONT.replace('year-6-to-7/example', () => value),
  'a tier': (value) => FRONT.replace('targeted', () => value),
  'a need': (value) => FRONT.replace('trust', () => value),
  'a day': (value) => FRONT.replace('2027-09-01', () => value),
  'the name of a field': (value) => `${FRONT}${value}: 1\n`,
  'a line of its own': (value) => `${FRONT}${value}\n`,
}

/** Where a string can stand in the body. */
const BODIES: Record<string, (text: string) => string> = {
  ...Object.fromEntries(
    Object.values(PARTS).map((label) => [
      `the words after "${label}"`,
      (text: string) => BODY.replace(new RegExp(`(\\*\\*${label}\\*\\*) [^*]+`), (_, bold) => `${bold} ${text}\n\n`),
    ]),
  ),
  'a label': (text) => BODY.replace('**Why**', () => `**${text}**`),
  'the first paragraph': (text) => `${text}\n\n${BODY}`,
  'the last paragraph': (text) => `${BODY}\n${text}\n`,
  'all of it': (text) => text,
}

describe('a hostile card in Markdown is refused, or becomes plain words', () => {
  test.each(Object.entries(BODIES))('with a string as %s', (_, put) => {
    const cards = TEXTS.flatMap((text) => compiled(`---\n${FRONT}---\n${put(text)}`) ?? [])
    expect(TEXTS.length - cards.length).toBeGreaterThan(150)
    expect(cards.filter((card) => !isPlain(card) || !hasGoodLinks(card))).toEqual([])
  })

  test.each(Object.entries(FIELDS))('with a string as %s, in quotes', (_, put) => {
    const cards = TEXTS.flatMap((text) => compiled(`---\n${put(JSON.stringify(text))}---\n${BODY}`) ?? [])
    expect(TEXTS.length - cards.length).toBeGreaterThan(60)
    expect(cards.filter((card) => !hasGoodLinks(card))).toEqual([])
    expect(cards.filter((card) => !isPlain(card))).toEqual([])
  })

  test.each(Object.entries(FIELDS))('with a string as %s, as YAML', (_, put) => {
    const cards = TEXTS.flatMap((text) => compiled(`---\n${put(text)}---\n${BODY}`) ?? [])
    expect(TEXTS.length - cards.length).toBeGreaterThan(60)
    expect(cards.filter((card) => !hasGoodLinks(card))).toEqual([])
    expect(cards.filter((card) => !isPlain(card))).toEqual([])
  })
})

it('takes a harmless word in all of these places', () => {
  for (const put of Object.values(BODIES).slice(0, 7)) {
    expect(compiled(`---\n${FRONT}---\n${put('Harmless')}`)).toBeDefined()
  }
  for (const [field, put] of Object.entries(FIELDS).slice(0, 8)) {
    const value = field === 'a rating' ? 'offer' : field.endsWith('link') ? '"https://harmless.example"' : 'Harmless'
    expect(compiled(`---\n${put(value)}---\n${BODY}`), field).toBeDefined()
  }
})

/** The card, or nothing when it is refused. A refusal says where. */
function compiled(text: string): Card | undefined {
  const result = compileCard(FILE, text, TODAY)
  if (result.kind === 'compiled') return result.value
  const lines = text.split('\n').length
  expect(result.problems.length).toBeGreaterThan(0)
  for (const { file, line, message } of result.problems) {
    expect(file).toBe(FILE)
    expect(line).toBeGreaterThanOrEqual(1)
    expect(line).toBeLessThanOrEqual(lines)
    expect(message).not.toBe('')
  }
  return undefined
}

/** No words of it could be the beginning of an element. An address may hold a bracket: it is only ever an address. */
function isPlain(card: Card): boolean {
  const words = JSON.stringify(card, (key, value) => (key === 'link' ? undefined : value))
  return !/<[a-z/!?]/i.test(words)
}

/** Links stand where links belong, and lead to https alone. */
function hasGoodLinks({ sources, evidence, ...rest }: Card): boolean {
  const links = [...sources.map(({ link }) => link), ...('link' in evidence ? [evidence.link] : [])]
  const isLinked = /"[^"]*\b(?:https?|javascript|data):[^"]*"/i.test(JSON.stringify([rest.title, rest.parts]))
  return !isLinked && links.every((link) => new URL(link).protocol === 'https:')
}
