import { lookAtCard, tickCard } from '../../app/mark-guidance.ts'
import type { Suggested, ToLookAt } from '../../app/suggest-guidance.ts'
import { showDate } from '../../core/time.ts'
import { type Card, PARTS, type Part } from '../../guidance/card.ts'
import { evidenceWords, type Reader, reviewWords } from '../../guidance/words.ts'
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
              <CardWords card={card} reader={props.reader} />
              <Tick card={card} since={tick?.since} {...props} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  )
}

function CardWords({ card, reader }: { card: Card; reader: Reader }) {
  return (
    <>
      <p>{card.parts.do}</p>
      {READING_ORDER.map((part) => (
        <p key={part}>
          <strong>{part === 'wholeClass' && card.for === 'family' ? 'Every family' : PARTS[part]}</strong>{' '}
          {card.parts[part]}
        </p>
      ))}
      <p class="small soft">
        {evidenceWords(card.evidence)}. {reviewWords(card.review, reader)}.
        {card.local && ` Local guidance of ${card.local.owner}, version ${card.local.version}.`}
      </p>
    </>
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
}: Props & { toLookAt: ToLookAt[]; onNotWorking(card: Card): void }) {
  if (toLookAt.length === 0) return null
  return (
    <section class="stack tight" aria-labelledby="look-again">
      <h3 id="look-again">Does it help?</h3>
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
              <button
                type="button"
                class="button"
                aria-label={`This isn’t working: ${card.title}`}
                onClick={() => onNotWorking(card)}
              >
                This isn’t working
              </button>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
