import type { App } from '../../app/app.ts'
import { wholeClassThisWeek } from '../../app/suggest-guidance.ts'
import { useLoaded } from '../use-loaded.ts'

/** What helps everybody this week. Shown locked, because there is no pupil in it. */
export function WholeClass({ app }: { app: App }) {
  const loaded = useLoaded(() => wholeClassThisWeek(app))
  if (loaded.kind !== 'ready' || loaded.value.length === 0) return null
  return (
    <section class="stack tight" aria-labelledby="whole-class">
      <h2 id="whole-class">This week, whole class</h2>
      <ul class="marks dots">
        {loaded.value.map(({ who, text }) => (
          <li key={text}>
            <span>
              <strong>{who}.</strong> {text}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
