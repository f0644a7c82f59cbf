import { inspect } from 'node:util'
import { expect } from 'vitest'
import { AppError, type ErrorCode } from '../../../../src/core/errors.ts'

/**
 * Waits for a refusal, and looks through all of it, causes and stack too, for what must never be in one.
 *
 * @param secrets asked once it has been refused
 */
export async function expectRefusal(
  asked: Promise<unknown>,
  code: ErrorCode,
  secrets: () => string[] = () => [],
): Promise<void> {
  const error = await asked.then(
    () => undefined,
    (thrown) => thrown,
  )
  expect(error).toBeInstanceOf(AppError)
  expect((error as AppError).code).toBe(code)
  const everything = inspect(error, { depth: 20, showHidden: true, maxStringLength: null })
  for (const secret of [...secrets(), 'khan', 'shah', 'Mr Khan']) expect(everything).not.toContain(secret)
}
