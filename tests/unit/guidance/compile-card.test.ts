import { describe, expect, it, test } from 'vitest'
import { compileCard } from '../../../src/guidance/compile/compile-card.ts'
import { compilePack } from '../../../src/guidance/compile/compile-pack.ts'
import { showProblem } from '../../../src/guidance/compile/problem.ts'
import { exampleCard, exampleMarkdown } from './example-card.ts'

const FILE = 'year-6-to-7/example.md'
const TODAY = '2026-11-21'
const sourcesLines = exampleMarkdown.slice(exampleMarkdown.indexOf('sources:'), exampleMarkdown.indexOf('review:'))

/** The problems after one change to a good card. */
function problemsAfter(change: string, to: string, today = TODAY): string[] {
  expect(exampleMarkdown).toContain(change)
  const compiled = compileCard(FILE, exampleMarkdown.replace(change, to), today)
  return compiled.kind === 'broken' ? compiled.problems.map(showProblem) : []
}

it('compiles Markdown to plain words, with moments read once', () => {
  expect(compileCard(FILE, exampleMarkdown, TODAY)).toEqual({ kind: 'compiled', value: exampleCard })
})

describe('front matter', () => {
  test.each([
    [
      'a tier we do not know',
      'tier: targeted',
      'tier: platinum',
      ':6: "tier" must be one of universal, targeted, specialist',
    ],
    [
      'a need we do not know',
      '[new-places, trust]',
      '[new-places, naughty]',
      ':8: "needs.1" must be one of new-places',
    ],
    [
      'an anchor we do not know',
      'until: transition-week }',
      'until: pancake-day }',
      ':7: "when.until" must be an anchor we know',
    ],
    ['a missing field', 'review: not-yet\n', '', ':2: "review" must be not-yet, or say'],
    ['a missing title', 'title: An example\n', '', ':2: "title" must be some words'],
    ['a field we do not know', 'title: An example', 'title: An example\nauthor: me', ':2: must not have "author"'],
    ['no source', sourcesLines, 'sources: []\n', ':10: "sources" must cite at least one source'],
    [
      'a source that is not https',
      'https://council',
      'http://council',
      ':11: "sources.0.link" must be an https web address',
    ],
    [
      'a rating with no date or link',
      'practice-consensus }',
      'nice, rating: strong }',
      ':9: "evidence" must be practice-consensus with no',
    ],
    [
      'a rating under practice consensus',
      'consensus }',
      'consensus, rating: 4 }',
      ':9: "evidence" must be practice-consensus with no',
    ],
    ['a day that is not one', '2027-09-01', '2027-02-31', ':13: "reviewBy" must be a date'],
    [
      'an id that is not the file',
      'id: year-6-to-7/example',
      'id: year-6-to-7/other',
      ':2: "id" must match the file: year-6-to-7/example.',
    ],
    [
      'an end before its start',
      'from: transition-week - 6',
      'from: transition-week + 6',
      ':7: "when.until" must not be before "when.from".',
    ],
    [
      'a targeted card nobody would see',
      '[new-places, trust]',
      '[]',
      ':8: A targeted card must name the needs it is for',
    ],
    ['text that is not YAML', 'title: An example', 'title: [An', ':4: This is not YAML'],
  ])('refuses %s', (_, change, to, expected) => {
    expect(problemsAfter(change, to)).toEqual([expect.stringContaining(`${FILE}${expected}`)])
  })

  it('refuses a card past its review date, and takes one on the day', () => {
    const overdue = compileCard(FILE, exampleMarkdown, '2027-09-02')
    expect(overdue).toMatchObject({
      problems: [{ line: 13, message: 'This card was due to be read again by 2027-09-01.' }],
    })
    expect(compileCard(FILE, exampleMarkdown, '2027-09-01').kind).toBe('compiled')
  })

  it('takes a rating that names its scheme, date and link', () => {
    const rated = '{ scheme: foundations-guidebook, rating: "3+", on: 2024-10-01, link: "https://guidebook.example/p" }'
    expect(problemsAfter('{ scheme: practice-consensus }', rated)).toEqual([])
  })

  it('refuses a file with no front matter', () => {
    expect(compileCard(FILE, '# Hello', TODAY)).toMatchObject({ problems: [{ line: 1 }] })
  })
})

describe('body', () => {
  test.each([
    ['a missing part', '**If not** Make it shorter.\n\n', '', ':26: "If not" is missing.'],
    ['an empty part', ' Make it shorter.', '', ':26: "If not" says nothing.'],
    ['a part given twice', '**If not**', '**Why**', ':26: "Why" is here twice.'],
    [
      'a label we do not know',
      '**Say** "We\'ll look."\n',
      '**Say** "We\'ll look."\n**Shout** "Now!"\n',
      ':22: "Shout" is not a part',
    ],
    [
      'words with no label',
      '**Why** It',
      'And another thing.\n\n**Why** It',
      ':19: A line must open with one of these in bold',
    ],
    ['a link', 'shorter.', '[shorter](https://x.example).', ':26: A link is not allowed'],
    ['a script link', 'shorter.', '[x](javascript:alert(1)) <https://x.example>', ':26: A link is not allowed'],
    ['an image', 'shorter.', '![x](https://x.example/beacon.png)', ':26: An image is not allowed'],
    ['HTML', 'shorter.', '<img src=x onerror=alert(1)> shorter.', ':26: HTML is not allowed'],
    ['a bare web address', 'shorter.', 'see https://x.example', ':26: A web address belongs in "sources"'],
    ['emphasis', 'shorter.', '*much* shorter.', ':26: Only plain words'],
    ['a heading', '**If not**', '# Title\n\n**If not**', ':26: A card holds only labelled paragraphs.'],
  ])('refuses %s', (_, change, to, expected) => {
    expect(problemsAfter(change, to)).toContainEqual(expect.stringContaining(`${FILE}${expected}`))
  })

  it('names the line a refused word is on, within a paragraph', () => {
    expect(problemsAfter('the new school.', 'the `new` school.')).toEqual([
      expect.stringContaining(`${FILE}:17: Only plain`),
    ])
  })

  test.each([
    ['for schools refuses a word that tells why a child has a plan', 'current-setting', 1],
    ['for families may say what a family is', 'family', 0],
  ])('%s', (_, setting, count) => {
    const text = exampleMarkdown.replace('current-setting', setting).replace('which door', 'they are adopted')
    const compiled = compileCard(FILE, text, TODAY)
    expect(compiled.kind === 'broken' ? compiled.problems : []).toHaveLength(count)
  })

  test.each([
    ['markup in a title', 'title: An example', 'title: "Two <b>visits</b>"', ':3: HTML is not allowed'],
    ['an address in a title', 'title: An example', 'title: "See https://x.example"', ':3: A web address belongs'],
    [
      'a rating that its scheme does not know',
      '{ scheme: practice-consensus }',
      '{ scheme: eef-padlocks, rating: "99", on: 2026-01-01, link: "https://eef.example" }',
      ':9: EEF padlocks rates as one of',
    ],
    [
      'a rating from the future',
      '{ scheme: practice-consensus }',
      '{ scheme: nice, rating: offer, on: 2031-01-01, link: "https://nice.example" }',
      ':9: A rating cannot be',
    ],
    ['a source read tomorrow', 'read: 2026-11-21', 'read: 2026-11-22', ':10: A source cannot have been read yet.'],
    [
      'a review from the future',
      'review: not-yet',
      'review: { role: SENCo, organisation: North, on: 2026-12-01 }',
      ':12: A review cannot be',
    ],
  ])('refuses %s, on its line', (_, change, to, expected) => {
    expect(problemsAfter(change, to)).toContainEqual(expect.stringContaining(`${FILE}${expected}`))
  })

  it('finds such a word in a source, and across a line break', () => {
    expect(problemsAfter('A council', 'Adoption for schools')[0]).toContain(
      `${FILE}:11: A card for schools must not say "Adoption"`,
    )
    expect(problemsAfter('pupil to\nthe', 'pupil looked\nafter the')[0]).toContain('must not say "looked after"')
  })
})

it('lists every problem of every card, not only the first', () => {
  const twoWrong = exampleMarkdown.replace('tier: targeted', 'tier: gold').replace('**If not**', '**Otherwise**')
  const pack = compilePack(
    { file: 'year-6-to-7/pack.yaml', text: 'id: year-6-to-7\ntitle: A pack\nversion: 1.0.0\n' },
    [
      { file: FILE, text: twoWrong },
      { file: 'year-6-to-7/other.md', text: exampleMarkdown },
    ],
    TODAY,
  )
  expect(pack.kind === 'broken' && pack.problems.map(({ file, line }) => `${file}:${line}`)).toEqual([
    'year-6-to-7/pack.yaml:1',
    'year-6-to-7/example.md:6',
    'year-6-to-7/example.md:26',
    'year-6-to-7/example.md:28',
    'year-6-to-7/other.md:2',
  ])
})

it('gives a pack the earliest review date of its cards', () => {
  const sooner = exampleMarkdown.replace('7/example', '7/sooner').replace('2027-09-01', '2027-01-31')
  const pack = compilePack(
    { file: 'year-6-to-7/pack.yaml', text: 'id: year-6-to-7\ntitle: A pack\nversion: 1.0.0\nowner: Us\n' },
    [
      { file: FILE, text: exampleMarkdown },
      { file: 'year-6-to-7/sooner.md', text: sooner },
    ],
    TODAY,
  )
  expect(pack).toMatchObject({ kind: 'compiled', value: { id: 'year-6-to-7', owner: 'Us', reviewBy: '2027-01-31' } })
})
