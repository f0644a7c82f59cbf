import { londonDate, showDate } from '../../core/time.ts'
import { joinNames } from '../../record/capacity.ts'
import type { Contents, FamilyHistory, Knowledge, NamedPerson, PersonRole } from '../../record/section-content.ts'
import { Summary } from '../look/summary.tsx'
import type { PageState } from '../page-state.ts'
import { CommitmentList } from './commitment-list.tsx'
import { CopyParagraph } from './copy-paragraph.tsx'
import type { Opened } from './opened.ts'

const KNOWLEDGE: Record<Knowledge, string> = { confirmed: 'confirmed', possible: 'possible', 'not-known': 'not known' }

const ROUTES: PersonRole[] = ['adoption-medical-adviser', 'post-adoption-team', 'camhs', 'fasd-pathway', 'kinship-team']

/** What a ten-minute consultation needs, on one screen: who decides, how to speak, what is known, what we took on. */
export function GpPage({ opened, page }: { opened: Opened; page: PageState }) {
  const { contents, viewer, agreedUntilMs } = opened
  const { arrangement, words, needs } = contents
  const people = contents.people?.people ?? []
  const routes = people.filter(({ roleCode }) => roleCode !== undefined && ROUTES.includes(roleCode))
  return (
    <>
      <Summary
        rows={[
          { label: 'Can consent', value: canConsent(arrangement) },
          { label: 'Arrangement', value: arrangement && showArrangement(arrangement) },
          { label: 'Address as', value: words?.addressAs },
          { label: 'Do not say or write', value: avoid(words) },
          { label: 'Family history', value: familyHistory(contents['health-context']?.familyHistory, people) },
        ]}
      />
      <section class="stack tight" aria-labelledby="health">
        <h2 id="health">Agreed health needs</h2>
        <ul class="marks dots">
          <li>
            <span>
              <strong>Prenatal alcohol exposure:</strong> {prenatalAlcohol(contents)}
            </span>
          </li>
          {(contents['health-context']?.facts ?? []).map(({ label, text }) => (
            <li key={label}>
              <span>
                <strong>{label}:</strong> {text}
              </span>
            </li>
          ))}
          {(needs?.needs ?? []).map(({ text, knowledge }) => (
            <li key={text}>
              {text}
              {knowledge !== 'confirmed' && ` (${KNOWLEDGE[knowledge]})`}
            </li>
          ))}
        </ul>
      </section>
      <section class="stack tight" aria-labelledby="practice">
        <h2 id="practice">For this practice</h2>
        <CommitmentList
          commitments={contents.commitments?.commitments ?? []}
          viewer={viewer}
          today={londonDate(page.app.now())}
          only="mine"
        />
      </section>
      <section class="stack tight" aria-labelledby="routes">
        <h2 id="routes">Routes</h2>
        {routes.length === 0 && <p>Not known. The lead worker can say who to ask.</p>}
        <ul class="marks dots">
          {routes.map(({ role, name, contact }) => (
            <li key={name}>
              <span>
                {role}
                {name.startsWith(role) ? name.slice(role.length) : `: ${name}`}
                {contact && ` · ${contact}`}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <CopyParagraph text={paragraph(opened, agreedUntilMs)} />
    </>
  )
}

function canConsent(arrangement: Contents['arrangement']): string | undefined {
  if (!arrangement || arrangement.responsible.length === 0) return undefined
  const capacities = [...new Set(arrangement.responsible.map(({ capacity }) => capacity))]
  return capacities
    .map((capacity) => {
      const names = arrangement.responsible.filter((one) => one.capacity === capacity).map(({ name }) => name)
      return capacity ? `${joinNames(names)} (${names.length > 1 ? plural(capacity) : capacity})` : joinNames(names)
    })
    .join('; ')
}

function plural(capacity: string): string {
  const [noun = '', ...rest] = capacity.split(', ')
  return [`${noun}s`, ...rest].join(', ')
}

function showArrangement({ arrangement, orderOn }: NonNullable<Contents['arrangement']>): string {
  return [arrangement ?? 'Not known', orderOn && `made ${showDate(orderOn)}`].filter(Boolean).join(', ')
}

function avoid(words: Contents['words']): string {
  const rest = words?.avoid.map((word) => `“${word}”`).join(', ')
  return `Any earlier name${rest ? `; ${rest}` : ''}`
}

/** Nothing known must never read as nothing wrong (design.md §2.3). */
function familyHistory(history: FamilyHistory | undefined, people: NamedPerson[]) {
  const adviser = people.find(({ roleCode }) => roleCode === 'adoption-medical-adviser')
  const ask = adviser
    ? `${adviser.name}, adoption medical adviser${adviser.contact ? `, ${adviser.contact}` : ''}`
    : 'the lead worker'
  if (history?.available) return `Some is known. Ask ${ask}.`
  const asked = history?.lastAsked
  return (
    <>
      <strong>Not available. Record as unknown, not negative.</strong>
      <br />
      {asked ? `Last asked of ${asked.of}, ${showDate(asked.on)}.` : 'When it was last asked for is not known.'} If it
      affects today’s decision, contact {ask}.
    </>
  )
}

function prenatalAlcohol(contents: Contents): string {
  return KNOWLEDGE[contents['health-context']?.prenatalAlcohol ?? 'not-known']
}

function paragraph({ cover, contents }: Opened, agreedUntilMs: number | undefined): string {
  const history = contents['health-context']?.familyHistory?.available
    ? 'partly known'
    : 'not available (unknown, not negative)'
  return [
    `Support summary for ${cover.name}, as at ${showDate(londonDate(cover.asAtMs))}, from ${cover.heldBy}.`,
    `Can consent: ${canConsent(contents.arrangement) ?? 'not known'}.`,
    `Family history: ${history}.`,
    `Prenatal alcohol exposure: ${prenatalAlcohol(contents)}.`,
    `Shared by agreement of ${cover.agreedBy}${agreedUntilMs === undefined ? '' : ` until ${showDate(londonDate(agreedUntilMs))}`}.`,
  ].join(' ')
}
