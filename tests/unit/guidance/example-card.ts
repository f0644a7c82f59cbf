import type { Card } from '../../../src/guidance/card.ts'

/** A card as an author writes it, in front matter and Markdown. Made up for these tests. */
export const exampleMarkdown = `---
id: year-6-to-7/example
title: An example
transition: year-6-to-7
for: current-setting
tier: targeted
when: { from: transition-week - 6 weeks, until: transition-week }
needs: [new-places, trust]
evidence: { scheme: practice-consensus }
sources:
  - { title: A council, link: "https://council.example/moving", read: 2026-11-21 }
review: not-yet
reviewBy: 2027-09-01
---

**Do** Take the pupil to
the new school.

**Why** It is one thing less.

**Say** "We'll look."
**Rather than** "Don't worry."

**It worked if** the pupil can say which door.

**If not** Make it shorter.

**Whole class** Offer it to everyone.
`

export const exampleCard: Card = {
  id: 'year-6-to-7/example',
  title: 'An example',
  transition: 'year-6-to-7',
  for: 'current-setting',
  tier: 'targeted',
  when: { from: { anchor: 'transition-week', offsetDays: -42 }, until: { anchor: 'transition-week', offsetDays: 0 } },
  needs: ['new-places', 'trust'],
  evidence: { scheme: 'practice-consensus' },
  sources: [{ title: 'A council', link: 'https://council.example/moving', read: '2026-11-21' }],
  review: 'not-yet',
  reviewBy: '2027-09-01',
  parts: {
    do: 'Take the pupil to the new school.',
    why: 'It is one thing less.',
    say: '“We’ll look.”',
    ratherThan: '“Don’t worry.”',
    workedIf: 'the pupil can say which door.',
    ifNot: 'Make it shorter.',
    wholeClass: 'Offer it to everyone.',
  },
}
