import { expect, test } from 'vitest'
import { REASONS } from '../../../src/record/reasons.ts'
import { namesStatus } from '../../../src/record/status-words.ts'
import { REASON_SENTENCES } from '../../../src/ui/reason-words.ts'

test.each(REASONS)('%s is one plain sentence that says nothing of how a child came to their family', (reason) => {
  const sentence = REASON_SENTENCES[reason]
  expect(sentence).toMatch(/^[A-Z][^.]+\.( [A-Z][^.]+\.)?$/)
  expect(sentence.split(' ').length).toBeLessThanOrEqual(22)
  expect(namesStatus(sentence)).toBe(false)
})
