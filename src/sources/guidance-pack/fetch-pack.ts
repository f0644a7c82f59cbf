import { AppError, codeOf } from '../../core/errors.ts'
import { type Asking, ask, isPage, readText } from '../ask.ts'

/**
 * Fetches a signed pack, as it is: whoever opens it checks by whom it is. Nothing goes out but the address.
 *
 * @throws AppError pack/unreachable: no answer, an error, or a web page in its place; pack/unsigned past 5 MiB
 */
export async function fetchPack(asking: Asking, url: string): Promise<string> {
  try {
    const response = await ask(asking, url, { method: 'GET' })
    if (!response.ok || isPage(response)) throw new AppError('pack/unreachable', `status ${response.status}`)
    return await readText(response)
  } catch (cause) {
    const isTooLarge = codeOf(cause) === 'source/too-large'
    throw new AppError(isTooLarge ? 'pack/unsigned' : 'pack/unreachable', 'no pack', { cause })
  }
}
