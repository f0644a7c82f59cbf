import type { Knowledge, Quote, SectionContent } from '../../../record/section-content.ts'
import { Summary } from '../../look/summary.tsx'
import { Facts, Items, Section } from './section.tsx'

/** How sure anybody is of something, in a word that is never "no". */
export const KNOWLEDGE: Record<Knowledge, string> = {
  confirmed: 'Assessed',
  possible: 'Possible',
  'not-known': 'Not known',
}

export function AboutMe({ content, knownAs }: { content: SectionContent['about-me']; knownAs: string }) {
  return (
    <section class="stack tight" aria-label={`${knownAs}’s own words`}>
      <OwnWords quotes={content.quotes} knownAs={knownAs} />
      {content.facts.length > 0 && <Facts facts={content.facts} />}
    </section>
  )
}

function OwnWords({ quotes, knownAs }: { quotes: Quote[]; knownAs: string }) {
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

export function Strengths({ content, knownAs }: { content: SectionContent['strengths']; knownAs: string }) {
  return (
    <Section
      code="strengths"
      title={`${knownAs} is good at`}
      isEmpty={content.strengths.length === 0}
      unknown="Nobody has written this down yet. What have you seen?"
    >
      <Items items={content.strengths} />
    </Section>
  )
}

/** Do and don't stand apart, as GOV.UK has them: a list of both is read as a list of one. */
export function WhatHelps({ content, knownAs }: { content: SectionContent['what-helps']; knownAs: string }) {
  const { do: dos, pleaseDont, triggers } = content
  return (
    <>
      <Section
        code="what-helps"
        isEmpty={dos.length + pleaseDont.length + triggers.length === 0}
        unknown={`This has not been written down yet. Ask ${knownAs}, quietly, what helps.`}
      >
        {dos.length > 0 && <Items items={dos} marks="marks" />}
      </Section>
      {pleaseDont.length > 0 && (
        <section class="stack tight" aria-labelledby="please-dont">
          <h2 id="please-dont">Please don’t</h2>
          <Items items={pleaseDont} marks="marks dont" />
        </section>
      )}
      {triggers.length > 0 && (
        <section class="stack tight" aria-labelledby="triggers">
          <h2 id="triggers">What can be hard</h2>
          <Items items={triggers} />
        </section>
      )}
    </>
  )
}

export function Words({ content, knownAs }: { content: SectionContent['words']; knownAs: string }) {
  const { addressAs, use, avoid } = content
  return (
    <Section
      code="words"
      title="Words"
      isEmpty={use.length + avoid.length === 0 && addressAs === undefined}
      unknown={`No words have been chosen yet. Ask ${knownAs} which ones to use.`}
    >
      {addressAs !== undefined && <p>Address as: {addressAs}</p>}
      {use.length > 0 && <p>Use {use.map((word) => `“${word}”`).join(', ')}</p>}
      {avoid.length > 0 && <p>Avoid {avoid.map((word) => `“${word}”`).join(', ')}</p>}
    </Section>
  )
}

export function Needs({ content }: { content: SectionContent['needs'] }) {
  return (
    <Section
      code="needs"
      isEmpty={content.needs.length === 0}
      unknown="No needs have been agreed yet. That does not mean there are none."
    >
      <Summary rows={content.needs.map(({ text, knowledge }) => ({ label: text, value: KNOWLEDGE[knowledge] }))} />
    </Section>
  )
}
