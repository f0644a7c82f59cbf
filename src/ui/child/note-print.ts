import { useSignalEffect } from '@preact/signals'
import { type Noting, noteAccess } from '../../app/note-access.ts'
import type { PageState } from '../page-state.ts'

/** Notes that what is on the page has been printed, or saved as a page: of one child, or of a list. */
export function useNotePrint({ app }: PageState, about: Pick<Noting, 'child' | 'why'>): void {
  useSignalEffect(() => {
    const note = () => void noteAccess(app, { action: 'print', outcome: 'done', ...about })
    addEventListener('beforeprint', note)
    return () => removeEventListener('beforeprint', note)
  })
}
