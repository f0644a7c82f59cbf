import type { Cover } from '../../vault/cover.ts'

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
