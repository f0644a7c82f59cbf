import { AppError } from '../../core/errors.ts'
import type { PageState } from '../page-state.ts'

/**
 * Asks the browser to let Handrail ask a server, and no other place. Must be called within the press of a button.
 *
 * @param address as it was typed; what is no address is said to be that by whoever reads it next
 * @throws AppError source/not-permitted
 */
export async function allowServer(page: PageState, address: string): Promise<void> {
  const { origin } = URL.parse(address.trim()) ?? {}
  if (origin?.startsWith('https:')) await allowOrigin(page, origin)
}

/** @throws AppError source/not-permitted */
export async function allowOrigin(page: PageState, origin: string): Promise<void> {
  if (!(await page.shell.allow(origin))) throw new AppError('source/not-permitted', 'the person said no')
}
