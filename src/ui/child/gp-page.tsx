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

/** "Not shared with you": never to be read as "there is none" (design.md §2.3). */
const NOT_SHARED = 'Not shared with you'

/** What a ten-minute consultation needs, on one screen: who decides, how to speak, what is known, what we took on. */
export function GpPage({ opened, page }: { opened: Opened; page: PageState }) {
  const { contents, viewer } = opened
  const { arrangement, words, commitments, people, 'health-context': health } = contents
  return (
    <>
      <Summary
        rows={[
          { label: 'Can consent', value: arrangement ? canConsent(arrangement) : NOT_SHARED },
          { label: 'Arrangement', value: arrangement ? showArrangement(arrangement) : NOT_SHARED },
          { label: 'Address as', value: words ? words.addressAs : NOT_SHARED },
          { label: 'Do not say or write', value: avoid(words) },
          {
            label: 'Family history',
            value: health ? <History history={health.familyHistory} people={people?.people ?? []} /> : NOT_SHARED,
          },
        ]}
      />
      <section class="stack tight" aria-labelledby="health">
        <h2 id="health">Agreed health needs</h2>
        <HealthNeeds health={health} needs={contents.needs} />
      </section>
      <section class="stack tight" aria-labelledby="practice">
        <h2 id="practice">For this practice</h2>
        {commitments ? (
          <CommitmentList
            commitments={commitments.commitments}
            viewer={viewer}
            today={londonDate(page.app.now())}
            only="mine"
          />
        ) : (
          <p>{NOT_SHARED}</p>
        )}
      </section>
      <section class="stack tight" aria-labelledby="routes">
        <h2 id="routes">Routes</h2>
        <Routes people={people?.people ?? []} />
      </section>
      <CopyParagraph text={paragraph(opened)} />
    </>
  )
}

function HealthNeeds({ health, needs }: { health: Contents['health-context']; needs: Contents['needs'] }) {
  if (!health && !needs) return <p>{NOT_SHARED}</p>
  return (
    <ul class="marks dots">
      {health && (
        <li>
          <span>
            <strong>Prenatal alcohol exposure:</strong> {KNOWLEDGE[health.prenatalAlcohol ?? 'not-known']}
          </span>
        </li>
      )}
      {health?.facts.map(({ label, text }) => (
        <li key={label}>
          <span>
            <strong>{label}:</strong> {text}
          </span>
        </li>
      ))}
      {needs?.needs.map(({ text, knowledge }) => (
        <li key={text}>
          {text}
          {knowledge !== 'confirmed' && ` (${KNOWLEDGE[knowledge]})`}
        </li>
      ))}
    </ul>
  )
}

function Routes({ people }: { people: NamedPerson[] }) {
  const routes = people.filter(({ roleCode }) => roleCode !== undefined && ROUTES.includes(roleCode))
  if (routes.length === 0) return <p>Not known. The lead worker can say who to ask.</p>
  return (
    <ul class="marks dots">
      {routes.map(({ role, name, contact }) => (
        <li key={name}>
          <span>
            {name.startsWith(role) ? name : `${role}: ${name}`}
            {contact && ` · ${contact}`}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Nothing known must never read as nothing wrong. */
function History({ history, people }: { history: FamilyHistory | undefined; people: NamedPerson[] }) {
  const adviser = people.find(({ roleCode }) => roleCode === 'adoption-medical-adviser')
  const ask = adviser
    ? [`${adviser.name}, adoption medical adviser`, adviser.contact].filter(Boolean).join(', ')
    : 'the lead worker'
  if (history?.available) return <>Some is known. Ask {ask}.</>
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

function canConsent(arrangement: NonNullable<Contents['arrangement']>): string | undefined {
  if (arrangement.responsible.length === 0) return undefined
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

/** Only what was shared is said: a paragraph in another record outlives its caveats. */
function paragraph({ cover, contents, agreedUntilMs }: Opened): string {
  const { arrangement, 'health-context': health } = contents
  const until = agreedUntilMs === undefined ? '' : ` until ${showDate(londonDate(agreedUntilMs))}`
  const history = health?.familyHistory?.available ? 'partly known' : 'not available (unknown, not negative)'
  return [
    `Support summary for ${cover.name}, as at ${showDate(londonDate(cover.asAtMs))}, from ${cover.heldBy}.`,
    arrangement && `Can consent: ${canConsent(arrangement) ?? 'not known'}.`,
    health && `Family history: ${history}.`,
    health && `Prenatal alcohol exposure: ${KNOWLEDGE[health.prenatalAlcohol ?? 'not-known']}.`,
    `Shared by agreement of ${cover.agreedBy}${until}.`,
  ]
    .filter(Boolean)
    .join(' ')
}
