import type { App } from '../../app/app.ts'
import { wholeClassThisWeek } from '../../app/suggest-guidance.ts'
import { londonDate, type PlainDate, showDate } from '../../core/time.ts'
import { isOverdue } from '../../guidance/review-by.ts'
import type { ClassCard } from '../../guidance/whole-class.ts'
import { draftWords, overdueWords } from '../../guidance/words.ts'
import { ErrorNotice } from '../look/notice.tsx'
import { ownerWords } from '../look/owner-words.ts'
import { useLoaded } from '../use-loaded.ts'

/** As many as can be read in two minutes before a lesson. */
const AT_ONCE = 2

/** What helps everybody this week, and before a lesson. Shown locked, because there is no pupil in it. */
export function WholeClass({ app }: { app: App }) {
  const loaded = useLoaded(() => wholeClassThisWeek(app))
  if (loaded.kind === 'loading') return null
  if (loaded.kind === 'failed') return <ErrorNotice code={loaded.code} />
  const { thisWeek, ahead, lessons } = loaded.value
  const today = londonDate(app.now())
  const more = thisWeek.slice(AT_ONCE)
  return (
    <section class="whole-class stack tight" aria-labelledby="whole-class">
      <h2 id="whole-class">This week, whole class</h2>
      {thisWeek.length === 0 && <p class="soft">Nothing this week. What may come up in lessons is below.</p>}
      <Lines cards={thisWeek.slice(0, AT_ONCE)} today={today} />
      {more.length > 0 && (
        <details>
          <summary>{more.length} more this week</summary>
          <Lines cards={more} today={today} />
        </details>
      )}
      {ahead && (
        <p>
          <strong>Coming up</strong> {ahead.card.title}, from {showDate(ahead.from, 'day')}
        </p>
      )}
      {lessons.length > 0 && (
        <details>
          <summary>Before a lesson</summary>
          <ul class="cards">
            {lessons.map(({ card }) => (
              <li key={card.id}>
                <details class="card">
                  <summary>
                    {card.title}
                    <span class="small soft reason">{card.comesUpIn}</span>
                  </summary>
                  <div class="stack tight">
                    <p>{card.parts.wholeClass}</p>
                    <Words card={card} />
                    <p>
                      <strong>If not</strong> {card.parts.ifNot}
                    </p>
                    <Whose card={card} today={today} />
                  </div>
                </details>
              </li>
            ))}
          </ul>
        </details>
      )}
      {[...thisWeek, ...lessons].some(({ card }) => card.review === 'not-yet') && (
        <p class="small soft">{draftWords('school')}.</p>
      )}
    </section>
  )
}

function Lines({ cards, today }: { cards: ClassCard[]; today: PlainDate }) {
  return (
    <ul class="marks dots">
      {cards.map(({ who, card }) => (
        <li key={card.id}>
          <div>
            <p>
              <strong>{who}.</strong> {card.parts.wholeClass}
            </p>
            <details class="slight">
              <summary aria-label={`Words to use: ${card.title}`}>Words to use</summary>
              <Words card={card} />
              <Whose card={card} today={today} />
            </details>
          </div>
        </li>
      ))}
    </ul>
  )
}

/** What is not ours, or is past the day it was to be checked by, says so. */
function Whose({ card, today }: Pick<ClassCard, 'card'> & { today: PlainDate }) {
  return (
    <>
      {card.local && (
        <p class="small soft">
          Local guidance of {ownerWords(card.local)}, version {card.local.version}.
        </p>
      )}
      {isOverdue(card, today) && <p class="small soft">{overdueWords(card)}</p>}
    </>
  )
}

function Words({ card: { parts } }: Pick<ClassCard, 'card'>) {
  return (
    <>
      <p>
        <strong>Say</strong> {parts.say}
      </p>
      <p>
        <strong>Rather than</strong> {parts.ratherThan}
      </p>
    </>
  )
}
