import { AppError } from '../../core/errors.ts'
import type { Heard } from '../../sources/ask.ts'
import type { Source } from '../../vault/sources.ts'
import type { App } from '../app.ts'
import { fromFamilies } from './from-families.ts'
import { fromLink } from './from-link.ts'
import { fromServer } from './from-server.ts'
import type { RecordSource } from './record-source.ts'

type Asked = Pick<Source, 'id' | 'from'> & Partial<Pick<Source, 'viewer'>>

/**
 * @param heard what its answers say about time, from the first on
 * @throws AppError source/not-allowed by the organisation; whatever keeps it from being asked at all
 */
export async function openSource(app: App, { id, from, viewer }: Asked, heard: Heard = {}): Promise<RecordSource> {
  switch (from.kind) {
    case 'fhir-server':
      return fromServer(app, { id, from }, heard)
    case 'practice-families':
      return fromFamilies(app, from.role)
    case 'smart-link':
      return fromLink(app, from, viewer, heard)
    case 'file':
      throw new AppError('source/unreachable', 'a file cannot be asked')
  }
}
