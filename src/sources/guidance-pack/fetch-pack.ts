import { AppError } from '../../core/errors.ts'
import { type Asking, ask, codeForStatus, isPage, readText } from '../ask.ts'

/**
 * Fetches a signed pack, as it is: whoever opens it checks by whom it is. Nothing goes out but the address.
 *
 * @throws AppError source/unreachable; pack/unsigned for a web page that answers in its place; source/too-large past
 *   5 MiB; by status as `codeForStatus` says
 */
export async function fetchPack(asking: Asking, url: string): Promise<string> {
  const response = await ask(asking, url, { method: 'GET' })
  if (!response.ok) throw new AppError(codeForStatus(response.status), `status ${response.status}`)
  if (isPage(response)) throw new AppError('pack/unsigned', 'a web page answered')
  return readText(response)
}
