import { openCovers } from '../vault/children.ts'
import type { Cover } from '../vault/cover.ts'
import type { App } from './app.ts'

/** The safeguarding lead where the viewer works, as the records here name them; undefined when none does. */
export async function findSafeguardingLead({ vault }: App): Promise<Cover['safeguarding']> {
  const { covers } = await openCovers(vault)
  return covers.find(({ safeguarding }) => safeguarding)?.safeguarding
}
