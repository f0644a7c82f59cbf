import type { Vault } from './vault.ts'

/** @returns what was written last; undefined when nothing, or it cannot be read */
export async function readSchoolRow({ database }: Vault): Promise<unknown> {
  const row = await database.get('school', 'own')
  try {
    return row && JSON.parse(row.json)
  } catch {
    return undefined // what is not sealed may be anything
  }
}

export async function writeSchoolRow({ database }: Vault, school: object): Promise<void> {
  await database.write([{ store: 'school', put: { id: 'own', json: JSON.stringify(school) } }])
}
