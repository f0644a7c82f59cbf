import { noteAccess } from '../../app/note-access.ts'
import { londonDate, showDate } from '../../core/time.ts'
import type { Contents, Knowledge, NamedPerson, PersonRole } from '../../record/section-content.ts'
import type { SectionCode } from '../../record/sections.ts'
import { Summary } from '../look/summary.tsx'
import type { PageState } from '../page-state.ts'
import { CommitmentList } from './commitment-list.tsx'
import { CopyParagraph } from './copy-paragraph.tsx'
import type { Opened } from './opened.ts'
import { canConsent, type Decider, History, showArrangement } from './sections/context.tsx'
import { deciderOf, Sections, theRest } from './sections/section-view.tsx'
import { Services } from './services.tsx'

const KNOWLEDGE: Record<Knowledge, string> = { confirmed: 'confirmed', possible: 'possible', 'not-known': 'not known' }

const ROUTES: PersonRole[] = ['adoption-medical-adviser', 'post-adoption-team', 'camhs', 'fasd-pathway', 'kinship-team']

/** What the first screen says in its own way. */
const PLACED: SectionCode[] = ['about-me', 'arrangement', 'words', 'health-context', 'needs', 'commitments', 'people']

/** "Not shared with you": never to be read as "there is none" (design.md §2.3). */
const NOT_SHARED = 'Not shared with you'

/** What a ten-minute consultation needs, on one screen: who decides, how to speak, what is known, what we took on. */
export function GpPage({ opened, page }: { opened: Opened; page: PageState }) {
  const { contents, viewer } = opened
  const { arrangement, words, commitments, people, 'health-context': health } = contents
  const decider = deciderOf(opened, page)
  return (
    <>
      <Sections codes={['about-me']} opened={opened} page={page} />
      <Summary
        rows={[
          { label: 'Can consent', value: arrangement ? canConsent(arrangement, decider) : NOT_SHARED },
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
        <HealthNeeds opened={opened} />
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
      <Sections codes={theRest(PLACED)} opened={opened} page={page} />
      <Services opened={opened} page={page} />
      <CopyParagraph
        text={paragraph(opened, decider)}
        onCopied={() => void noteAccess(page.app, { action: 'export', outcome: 'done', child: opened.cover.child })}
      />
    </>
  )
}

function HealthNeeds({ opened: { contents, withholds } }: { opened: Opened }) {
  const { 'health-context': health, needs } = contents
  if (!health && !needs) return <p>{NOT_SHARED}</p>
  const alcohol = health?.prenatalAlcohol
  return (
    <ul class="marks dots">
      {health && (
        <li>
          <span>
            <strong>Prenatal alcohol exposure:</strong>{' '}
            {alcohol ? KNOWLEDGE[alcohol] : withholds ? 'not known, or not shared with you' : 'not known'}
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

function avoid(words: Contents['words']): string {
  const rest = words?.avoid.map((word) => `“${word}”`).join(', ')
  return `Any earlier name${rest ? `; ${rest}` : ''}`
}

/** Only what was shared is said: a paragraph in another record outlives its caveats. */
function paragraph(opened: Opened, decider: Decider): string {
  const { cover, contents, agreedUntilMs } = opened
  const { arrangement, 'health-context': health } = contents
  const until = agreedUntilMs === undefined ? '' : ` until ${showDate(londonDate(agreedUntilMs))}`
  const history = health?.familyHistory?.available ? 'partly known' : 'not available (unknown, not negative)'
  return [
    `Support summary for ${cover.name}, as at ${showDate(londonDate(cover.asAtMs))}, ${opened.writer === 'unknown' ? 'said to be from' : 'from'} ${cover.heldBy}.`,
    arrangement && `Can consent: ${canConsent(arrangement, decider) ?? 'not known'}.`,
    health && `Family history: ${history}.`,
    health?.prenatalAlcohol && `Prenatal alcohol exposure: ${KNOWLEDGE[health.prenatalAlcohol]}.`,
    opened.isAgreed ? `Shared by agreement of ${cover.agreedBy}${until}.` : 'Shared under a legal duty.',
    opened.writer === 'unknown' && 'Its writer could not be checked.',
  ]
    .filter(Boolean)
    .join(' ')
}
