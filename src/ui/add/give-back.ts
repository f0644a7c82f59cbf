import { listDirectories } from '../../app/list-directories.ts'
import type { Source } from '../../vault/sources.ts'
import type { PageState } from '../page-state.ts'

/** Gives the browser back its leave to ask any place that nothing here comes from any more. */
export async function giveBack(page: PageState): Promise<void> {
  await page.look()
  const directories = (await listDirectories(page.app)).flatMap(({ feed }) =>
    feed === 'made-up' ? [] : [new URL(feed.baseUrl).origin],
  )
  await page.shell.allowOnly([...page.sources.value.flatMap(originsOf), ...directories])
}

function originsOf({ from }: Source): string[] {
  if (from.kind === 'smart-link') return from.origins
  if (from.kind !== 'fhir-server') return []
  const places = [from.baseUrl, ...(from.signIn ? [from.signIn.tokenEndpoint] : [])]
  return places.map((place) => new URL(place).origin)
}
