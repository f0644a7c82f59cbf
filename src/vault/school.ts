import type { Row } from './stores.ts'
import type { Vault } from './vault.ts'

/** @returns what was written last; undefined when nothing, or it cannot be read */
export async function readSchoolRow({ database }: Vault): Promise<unknown> {
  return parse(await database.get('school', 'own'))
}

/** Changes it, on top of whatever another page has written meanwhile. */
export async function changeSchoolRow({ database }: Vault, change: (school: unknown) => object): Promise<void> {
  for (let isDone = false; !isDone; ) {
    const was = await database.get('school', 'own')
    const json = JSON.stringify(change(parse(was)))
    isDone = await database.write([
      { store: 'school', key: 'own', was },
      { store: 'school', put: { id: 'own', json } },
    ])
  }
}

/** What is not sealed may be anything. */
function parse(row: Row<'school'> | undefined): unknown {
  try {
    return row && JSON.parse(row.json)
  } catch {
    return undefined
  }
}
