import { showDate } from '../../../core/time.ts'
import type { SectionContent } from '../../../record/section-content.ts'
import { Notice } from '../../look/notice.tsx'
import { Summary } from '../../look/summary.tsx'
import { Facts, Section } from './section.tsx'

export function Plan({ content, inClass }: { content: SectionContent['plan']; inClass: boolean }) {
  if (!content.plan) return <NoPlan inClass={inClass} />
  const { type, tier, from, reviewOn, about } = content.plan
  return (
    <section class="stack tight" aria-labelledby="section-plan">
      <h2 id="section-plan">{type}</h2>
      {about && <p>{about}</p>}
      <Summary
        rows={[
          { label: 'Level of support', value: tier },
          { label: 'Started', value: from && showDate(from) },
          { label: 'Next review', value: reviewOn && showDate(reviewOn) },
        ]}
      />
    </section>
  )
}

/** A child nobody has made a plan for is common: the page says what can be done about it. */
function NoPlan({ inClass }: { inClass: boolean }) {
  return (
    <Notice>
      <p>
        <strong>There is no support plan here.</strong> {inClass ? 'The council' : 'The adoption agency or council'} can
        assess what would help.
      </p>
      <details>
        <summary>How to ask</summary>
        <p>
          The family can ask the council where they live, or the agency that helped them, for an assessment of support
          needs. You can ask with them, if they agree. Say what has changed and what you have tried.
        </p>
      </details>
    </Notice>
  )
}

export function Outcomes({ content }: { content: SectionContent['outcomes'] }) {
  return (
    <Section code="outcomes" isEmpty={content.goals.length === 0} unknown="No hopes have been written down yet.">
      <ul class="marks dots">
        {content.goals.map(({ text, dueOn }) => (
          <li key={text}>
            <span>
              {text}
              {dueOn && <span class="soft"> · by {showDate(dueOn)}</span>}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

export function FamilySupport({ content }: { content: SectionContent['family-support'] }) {
  return (
    <Section
      code="family-support"
      isEmpty={content.facts.length === 0}
      unknown="No support for the family is recorded here. There may be some elsewhere."
    >
      <Facts facts={content.facts} />
    </Section>
  )
}

export function Interventions({ content }: { content: SectionContent['interventions'] }) {
  return (
    <Section
      code="interventions"
      isEmpty={content.facts.length === 0}
      unknown="Nothing is recorded here as being provided. There may be something elsewhere."
    >
      <Facts facts={content.facts} />
    </Section>
  )
}
