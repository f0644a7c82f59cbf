import { expect, test } from 'vitest'
import { AppError, codeOf, ERROR_CODES } from '../../../src/core/errors.ts'

test('an error of ours gives its code, and anything else is a defect that keeps its message to itself', () => {
  expect(codeOf(new AppError('vault/locked', 'no key'))).toBe('vault/locked')
  expect(codeOf(new SyntaxError('Unexpected token S in "Sam Carter"'))).toBe('app/unexpected')
})

test('keeps what caused it', () => {
  const cause = new Error('socket')
  expect(new AppError('source/unreachable', 'no answer', { cause }).cause).toBe(cause)
})

test('no code is listed twice', () => {
  expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length)
})
