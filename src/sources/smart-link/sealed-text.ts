import { AppError } from '../../core/errors.ts'
import { isPage, readText } from '../ask.ts'
import { isSealed } from './sealed-file.ts'

/**
 * The sealed file in an answer. Some hosts call it a page for want of a better name, so it is told from one by its form.
 *
 * @throws AppError source/not-fhir for a page, and whatever `readText` throws
 */
export async function readSealedText(response: Response): Promise<string> {
  const text = await readText(response)
  const looksLikePage = isPage(response) || /^\s*<(!doctype|html)\b/i.test(text)
  if (looksLikePage && !isSealed(text)) throw new AppError('source/not-fhir', 'a page instead of a file')
  return text
}
