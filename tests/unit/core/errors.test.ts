import { expect, test } from 'vitest'
import { AppError, codeOf, ERROR_CODES } from '../../../src/core/errors.ts'

test('an error of ours gives its code, and anything else is thrown on', () => {
  expect(codeOf(new AppError('vault/locked', 'no key'))).toBe('vault/locked')
  const defect = new TypeError('a defect')
  expect(() => codeOf(defect)).toThrow(defect)
})

test('keeps what caused it', () => {
  const cause = new Error('socket')
  expect(new AppError('source/unreachable', 'no answer', { cause }).cause).toBe(cause)
})

test('no code is listed twice', () => {
  expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length)
})
