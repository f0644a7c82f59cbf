import { showDate } from '../../core/time.ts'
import { PARTS, type Part } from '../../guidance/card.ts'
import type { Suggestion } from '../../guidance/suggest.ts'
import { evidenceWords, reviewWords } from '../../guidance/words.ts'

const READING_ORDER = (Object.keys(PARTS) as Part[]).filter((part) => part !== 'do')

/** Cards, closed until asked for, each with the reason it is there and how far it can be relied on. */
export function GuidanceCards({ suggestions }: { suggestions: Suggestion[] }) {
  return (
    <ul class="cards">
      {suggestions.map(({ card, reason, from, until }) => (
        <li key={card.id}>
          <details class="card">
            <summary>
              {card.title}
              <span class="small soft reason">
                {showDate(from, 'day')} to {showDate(until, 'day')}, {reason}
              </span>
            </summary>
            <div class="stack tight">
              <p>{card.parts.do}</p>
              {READING_ORDER.map((part) => (
                <p key={part}>
                  <strong>{PARTS[part]}</strong> {card.parts[part]}
                </p>
              ))}
              <p class="small soft">
                {evidenceWords(card.evidence)}. {reviewWords(card.review, 'school')}.
              </p>
            </div>
          </details>
        </li>
      ))}
    </ul>
  )
}
