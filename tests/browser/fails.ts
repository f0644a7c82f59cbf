import { expect } from 'chai'
import type { AppError, ErrorCode } from '../../src/core/errors.ts'

/** Waits for what must not come about, and says with which error it did not. */
export async function fails(code: ErrorCode, attempt: Promise<unknown>): Promise<AppError> {
  try {
    await attempt
  } catch (error) {
    expect((error as AppError).code, String(error)).to.equal(code)
    return error as AppError
  }
  throw new Error(`nothing failed: expected ${code}`)
}
