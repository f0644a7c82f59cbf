import { findSafeguardingLead } from '../../app/find-safeguarding-lead.ts'
import type { Cover } from '../../vault/cover.ts'
import type { PageState } from '../page-state.ts'
import { useKept } from '../use-loaded.ts'

/** Whom to ring. Handrail is not the place to report a worry, and every personal screen says what is. */
export function SafeguardingLine({ about, lead }: { about: string; lead: Cover['safeguarding'] }) {
  return (
    <p>
      <strong>Worried about {about} safety?</strong>{' '}
      {lead
        ? [`${lead.name}, safeguarding lead`, lead.contact].filter(Boolean).join(' · ')
        : 'We do not know who your safeguarding lead is. Ask at your front desk now; do not wait.'}
    </p>
  )
}

/** The same for a screen that is about several children. */
export function Safeguarding({ page }: { page: PageState }) {
  const loaded = useKept(page, () => findSafeguardingLead(page.app))
  return loaded.kind === 'ready' ? <SafeguardingLine about="a child’s" lead={loaded.value} /> : null
}
