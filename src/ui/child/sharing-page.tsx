import { londonDate, type PlainDate, showDate } from '../../core/time.ts'
import { LAWFUL_BASES } from '../../record/lawful-basis.ts'
import { SECTIONS, type SectionCode } from '../../record/sections.ts'
import type { LawfulBasis, Recipient, Sharing, UnderDuty } from '../../record/sharing.ts'
import { Notice } from '../look/notice.tsx'
import { Summary } from '../look/summary.tsx'
import { NEEDS_CHECK_NEXT, REASON_SENTENCES } from '../reason-words.ts'
import type { Opened } from './opened.ts'
import { SafeguardingLine } from './safeguarding-line.tsx'

/** Who agreed to what, for whom and until when; on what footing the record is kept; and how it is changed. */
export function SharingPage({ opened, onBack }: { opened: Opened; onBack: () => void }) {
  const { cover, viewer, withholds, needsCheck } = opened
  const { agreements, recipients, controller, duties } = cover.sharing
  const inClass = viewer.audience === 'class-teacher'
  const own = recipients.filter(({ isViewer }) => isViewer)
  const others = recipients.filter(({ isViewer }) => !isViewer)
  return (
    <>
      <button type="button" class="button plain" onClick={onBack}>
        Back to {cover.knownAs}
      </button>
      <section class="stack tight" aria-labelledby="agreed">
        <h2 id="agreed">Who agreed</h2>
        {agreements.length === 0 && <p>Nobody agreed to this. The law requires it to be shared.</p>}
        {agreements.length > 0 && (
          <Summary rows={agreements.map((one) => ({ label: capital(one.by), value: agreed(one) }))} />
        )}
      </section>
      <section class="stack tight" aria-labelledby="you">
        <h2 id="you">What you see</h2>
        {own.map((one) => (
          <Shown key={`${one.who}${one.organisation}`} recipient={one} />
        ))}
        {withholds && <p>Some information is not shared with {inClass ? 'schools' : 'you'}.</p>}
        {needsCheck && (
          <Notice kind="warning">
            <p>{REASON_SENTENCES[needsCheck]}</p>
            <p>{NEEDS_CHECK_NEXT}</p>
          </Notice>
        )}
      </section>
      {duties.length > 0 && (
        <section class="stack tight" aria-labelledby="duty">
          <h2 id="duty">Shared because the law requires it</h2>
          {duties.map((one) => (
            <Duty key={`${one.by}${one.on}`} duty={one} />
          ))}
        </section>
      )}
      {others.length > 0 && (
        <section class="stack" aria-labelledby="others">
          <h2 id="others">Who else</h2>
          {others.map((one) => (
            <Shown key={`${one.who}${one.organisation}`} recipient={one} />
          ))}
        </section>
      )}
      <section class="stack tight" aria-labelledby="basis">
        <h2 id="basis">Why the record is kept</h2>
        {inClass && <p>The law allows it, whether or not anybody agreed. Your designated teacher can say more.</p>}
        {!inClass && controller && <Controller controller={controller} />}
        {!inClass && !controller && <p>Not known. Ask the organisation it came from.</p>}
      </section>
      <section class="stack tight" aria-labelledby="change">
        <h2 id="change">How this is changed</h2>
        <p>
          {inClass ? capital(cover.agreedBy) : 'Whoever agreed'} can share more or less, put right what is wrong, or
          stop this at any time. They tell {controller?.name || 'the organisation that keeps the record'}
          {controller?.contact && `, ${controller.contact}`}. Nobody has to say why.
        </p>
        <p>This computer follows at its next refresh, and after three days without one it shows nothing.</p>
      </section>
      <SafeguardingLine about={`${cover.knownAs}’s`} lead={cover.safeguarding} />
    </>
  )
}

function agreed({ on, fromMs, untilMs }: Sharing['agreements'][number]): string {
  const from = fromMs === undefined ? undefined : londonDate(fromMs)
  return [
    on ? `Agreed on ${showDate(on)}` : 'When it was agreed is not known',
    from && from !== on && `from ${showDate(from)}`,
    untilMs === undefined ? 'no end date' : `until ${showDate(londonDate(untilMs))}`,
  ]
    .filter(Boolean)
    .join(', ')
}

function Shown({ recipient: { who, organisation, sections, fromMs, untilMs } }: { recipient: Recipient }) {
  return (
    <div class="stack tight">
      <h3>{[capital(who), organisation].filter(Boolean).join(', ')}</h3>
      <p class="small soft">{during(fromMs, untilMs)}</p>
      {sections.length > 0 && <p>{listOf(sections)}</p>}
    </div>
  )
}

function Duty({ duty: { by, on, reason, sections, untilMs } }: { duty: UnderDuty }) {
  return (
    <div class="stack tight">
      <Summary
        rows={[
          { label: 'What', value: listOf(sections) },
          { label: 'Shared by', value: by || 'The organisation that keeps the record' },
          { label: 'Since', value: showDate(on) },
          { label: 'Until', value: untilMs === undefined ? 'No end date' : showDate(londonDate(untilMs)) },
          { label: 'Reason', value: reason || 'Not shown here. Ask your designated teacher.' },
        ]}
      />
      <p class="small soft">
        Children Act 2004, section 16LA. It is kept apart from what was agreed, and stopping an agreement does not stop
        it.
      </p>
    </div>
  )
}

function Controller({ controller: { name, contact, basis } }: { controller: NonNullable<Sharing['controller']> }) {
  return (
    <>
      <p>
        {name || 'The organisation that keeps the record'} decides how it is kept, and answers for it in law. That does
        not rest on anybody’s agreement.
      </p>
      <Summary
        rows={[
          { label: 'UK GDPR Article 6', value: words(basis?.article6) },
          { label: 'UK GDPR Article 9', value: words(basis?.article9) },
          { label: 'Data Protection Act 2018, Schedule 1', value: words(basis?.schedule1) },
          { label: 'Kept until', value: basis?.keptUntil && capital(basis.keptUntil) },
          { label: 'Contact', value: contact },
        ]}
      />
    </>
  )
}

function words(code: NonNullable<LawfulBasis>['article6']): string | undefined {
  return code === undefined ? undefined : capital(LAWFUL_BASES[code] ?? 'Not known')
}

function during(fromMs: number | undefined, untilMs: number | undefined): string {
  const day = (atMs: number): PlainDate => londonDate(atMs)
  const from = fromMs === undefined ? undefined : `From ${showDate(day(fromMs))}`
  const until = untilMs === undefined ? undefined : `until ${showDate(day(untilMs))}`
  return capital([from, until].filter(Boolean).join(' ') || 'No end date')
}

function listOf(sections: SectionCode[]): string {
  return sections.map((code) => SECTIONS[code]).join(' · ')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
