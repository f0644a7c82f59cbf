import { suggestGuidance } from '../../app/suggest-guidance.ts'
import { showDate } from '../../core/time.ts'
import type { Contents, Quote } from '../../record/section-content.ts'
import type { PageState } from '../page-state.ts'
import { useLoaded } from '../use-loaded.ts'
import { GuidanceCards } from './guidance-cards.tsx'
import type { Opened } from './opened.ts'

/**
 * One page that makes sense in a classroom: the child's words, what helps, who to ask, what comes next. Nothing on it
 * says how the child came to their family (design.md §2.8); what would say so was never kept for this viewer.
 */
export function ClassTeacherPage({ opened, page }: { opened: Opened; page: PageState }) {
  const { contents, cover } = opened
  return (
    <>
      {contents['about-me'] && <OwnWords quotes={contents['about-me'].quotes} knownAs={cover.knownAs} />}
      <Strengths strengths={contents.strengths?.strengths ?? []} knownAs={cover.knownAs} />
      <WhatHelps helps={contents['what-helps']} />
      <Words words={contents.words} />
      <Guidance key={cover.checkedAtMs} opened={opened} page={page} />
      <AskFirst people={contents.people?.people ?? []} />
    </>
  )
}

export function OwnWords({ quotes, knownAs }: { quotes: Quote[]; knownAs: string }) {
  const [latest] = quotes
  if (!latest) return <p class="soft">{knownAs}’s own words have not been written down yet.</p>
  const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })
  return (
    <figure class="own-words">
      <blockquote>
        <p>“{latest.text}”</p>
      </blockquote>
      <figcaption class="small soft">
        {[
          `${knownAs}’s words, ${month.format(Date.parse(latest.saidOn))}`,
          latest.age !== undefined && `age ${latest.age}`,
          latest.helpedBy && `written down with ${latest.helpedBy}`,
        ]
          .filter(Boolean)
          .join(', ')}
      </figcaption>
    </figure>
  )
}

function Strengths({ strengths, knownAs }: { strengths: string[]; knownAs: string }) {
  if (strengths.length === 0) return null
  return (
    <section class="stack tight" aria-labelledby="strengths">
      <h2 id="strengths">{knownAs} is good at</h2>
      <ul class="marks dots">
        {strengths.map((strength) => (
          <li key={strength}>{strength}</li>
        ))}
      </ul>
    </section>
  )
}

export function WhatHelps({ helps }: { helps: Contents['what-helps'] }) {
  if (!helps) return null
  const lists = [
    { title: 'What helps', items: helps.do, marks: 'marks' },
    { title: 'Please don’t', items: helps.pleaseDont, marks: 'marks dont' },
    { title: 'What can be hard', items: helps.triggers, marks: 'marks dots' },
  ]
  return (
    <>
      {lists
        .filter(({ items }) => items.length > 0)
        .map(({ title, items, marks }) => (
          <section class="stack tight" key={title}>
            <h2>{title}</h2>
            <ul class={marks}>
              {items.map((item) => (
                <li key={item}>{item}</li>
              ))}
            </ul>
          </section>
        ))}
    </>
  )
}

export function Words({ words }: { words: Contents['words'] }) {
  if (!words || words.use.length + words.avoid.length === 0) return null
  return (
    <section class="stack tight" aria-labelledby="words">
      <h2 id="words">Words</h2>
      {words.use.length > 0 && <p>Use {words.use.map((word) => `“${word}”`).join(', ')}</p>}
      {words.avoid.length > 0 && <p>Avoid {words.avoid.map((word) => `“${word}”`).join(', ')}</p>}
    </section>
  )
}

const AT_MOST = 3

function Guidance({ opened, page }: { opened: Opened; page: PageState }) {
  const loaded = useLoaded(() => suggestGuidance(page.app, opened))
  if (loaded.kind !== 'ready') return null
  const { now, next, later } = loaded.value
  const upcoming = next.length > 0 ? next : later
  const [firstUpcoming] = upcoming
  if (now.length === 0 && !firstUpcoming) {
    return (
      <section class="stack tight">
        <h2>Coming up</h2>
        <p class="soft">No change of school is coming up this year.</p>
      </section>
    )
  }
  return (
    <>
      {now.length > 0 && (
        <section class="stack tight" aria-labelledby="now">
          <h2 id="now">Now</h2>
          <GuidanceCards suggestions={now.slice(0, AT_MOST)} />
        </section>
      )}
      {firstUpcoming && (
        <section class="stack tight" aria-labelledby="next">
          <h2 id="next">Next, from {showDate(firstUpcoming.from, 'day')}</h2>
          <GuidanceCards suggestions={upcoming.slice(0, AT_MOST)} />
        </section>
      )}
    </>
  )
}

function AskFirst({ people }: { people: NonNullable<Contents['people']>['people'] }) {
  const person = people.find(({ roleCode }) => roleCode === 'designated-teacher')
  if (!person) return null
  return (
    <p>
      <strong>Ask first</strong> {person.name}, designated teacher
      {person.contact && ` · ${person.contact}`}
    </p>
  )
}
