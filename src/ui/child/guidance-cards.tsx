import { lookAtCard, tickCard } from '../../app/mark-guidance.ts'
import type { Suggested, ToLookAt } from '../../app/suggest-guidance.ts'
import { londonDate, type PlainDate, showDate } from '../../core/time.ts'
import { type Card, PARTS, type Part } from '../../guidance/card.ts'
import { isOverdue } from '../../guidance/review-by.ts'
import { evidenceWords, overdueWords, type Reader, reviewWords } from '../../guidance/words.ts'
import { namesStatus } from '../../record/status-words.ts'
import { ownerWords } from '../look/owner-words.ts'
import type { PageState } from '../page-state.ts'

const READING_ORDER = (Object.keys(PARTS) as Part[]).filter((part) => part !== 'do')

type Props = { page: PageState; child: string; reader: Reader; onAct(act: () => Promise<void>): void }

/** Cards, closed until asked for, each with the reason it is there, a tick, and how far it can be relied on. */
export function GuidanceCards({ suggestions, ...props }: Props & { suggestions: Suggested[] }) {
  return (
    <ul class="cards">
      {suggestions.map(({ card, reason, from, until, tick }) => (
        <li key={card.id}>
          <details class="card">
            <summary>
              <span>
                {card.title}
                {tick && <span class="tag done">Doing</span>}
              </span>
              <span class="small soft reason">
                {showDate(from, 'day')} to {showDate(until, 'day')}, {reason}
              </span>
            </summary>
            <div class="stack tight">
              <CardWords card={card} reader={props.reader} today={londonDate(props.page.app.now())} />
              <Tick card={card} since={tick?.since} {...props} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  )
}

function CardWords({ card, reader, today }: { card: Card; reader: Reader; today: PlainDate }) {
  return (
    <>
      <p>{card.parts.do}</p>
      {READING_ORDER.map((part) => (
        <p key={part}>
          <strong>{part === 'wholeClass' && card.for === 'family' ? 'Every family' : PARTS[part]}</strong>{' '}
          {card.parts[part]}
        </p>
      ))}
      <CardFace card={card} reader={reader} today={today} />
    </>
  )
}

/** How far a card can be relied on, whose it is and what it draws on. */
export function CardFace({ card, reader, today }: { card: Card; reader: Reader; today: PlainDate }) {
  const { evidence, local, sources } = card
  return (
    <div class="small soft">
      {isOverdue(card, today) && <p class="overdue">{overdueWords(card)}</p>}
      <p>
        {evidenceWords(evidence)}.{' '}
        {evidence.scheme !== 'practice-consensus' && <Link to={evidence.link}>Where it is rated</Link>}{' '}
        {reviewWords(card.review, reader)}.
        {local && ` Local guidance of ${ownerWords(local)}, version ${local.version}.`}
      </p>
      <p>
        Draws on{' '}
        {sources.map(({ title, link }, at) => (
          <span key={link}>
            {at > 0 && '; '}
            <Link to={link}>{title}</Link>
          </span>
        ))}
      </p>
    </div>
  )
}

/** An address that tells why somebody reads it is not shown, not even to a mouse that passes over it. */
function Link({ to, children }: { to: string; children: string }) {
  if (!to.startsWith('https://') || namesStatus(to)) return <>{children}</>
  return (
    <a href={to} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  )
}

function Tick({ page, child, card, since, onAct }: Props & { card: Card; since: string | undefined }) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={since !== undefined}
        onChange={({ currentTarget }) => {
          const { checked } = currentTarget
          onAct(() => tickCard(page.app, child, card.id, checked))
        }}
      />
      <span>
        We are doing this
        <span class="hint">
          {since === undefined ? 'You are asked in six weeks whether it helps.' : `Since ${showDate(since)}`}
        </span>
      </span>
    </label>
  )
}

/** What has been tried for six weeks and more: it helps, or somebody asks for another idea. */
export function LookAgain({
  toLookAt,
  onNotWorking,
  ...props
}: Props & {
  toLookAt: ToLookAt[] /** Undefined where nobody else is asked. */
  onNotWorking: ((card: Card) => void) | undefined
}) {
  if (toLookAt.length === 0) return null
  return (
    <section class="stack tight" aria-labelledby="look-again">
      <h2 id="look-again" tabIndex={-1}>
        Does it help?
      </h2>
      <ul class="cards">
        {toLookAt.map(({ card, since, lookedOn, due }) => (
          <li key={card.id} class="card padded stack tight">
            <p>
              <strong>{card.title}</strong> <span class={`tag ${due === 'late' ? 'late' : 'soon'}`}>Time to look</span>
            </p>
            <p class="small soft">
              Since {showDate(since)}
              {lookedOn && `, looked at on ${showDate(lookedOn)}`}. It worked if {card.parts.workedIf}
            </p>
            <p class="row">
              <button
                type="button"
                class="button"
                aria-label={`It helps: ${card.title}`}
                onClick={() => props.onAct(() => lookAtCard(props.page.app, props.child, card.id))}
              >
                It helps
              </button>
              {onNotWorking && (
                <button
                  type="button"
                  class="button"
                  aria-label={`This isn’t working: ${card.title}`}
                  onClick={() => onNotWorking(card)}
                >
                  This isn’t working
                </button>
              )}
              <button
                type="button"
                class="button"
                aria-label={`We have stopped: ${card.title}`}
                onClick={() => props.onAct(() => tickCard(props.page.app, props.child, card.id, false))}
              >
                We have stopped
              </button>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
