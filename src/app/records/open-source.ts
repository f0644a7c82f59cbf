import { AppError } from '../../core/errors.ts'
import type { Source } from '../../vault/sources.ts'
import type { App } from '../app.ts'
import { fromFamilies } from './from-families.ts'
import { fromServer } from './from-server.ts'
import type { RecordSource } from './record-source.ts'

/** @throws AppError source/not-allowed by the organisation; whatever keeps it from being asked at all */
export async function openSource(app: App, { id, from }: Pick<Source, 'id' | 'from'>): Promise<RecordSource> {
  switch (from.kind) {
    case 'fhir-server':
      return fromServer(app, { id, from })
    case 'practice-families':
      return fromFamilies(app, from.role)
    case 'smart-link':
    case 'file':
      throw new AppError('app/unexpected', 'not yet')
  }
}
