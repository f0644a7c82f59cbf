import { londonDate, showDate } from '../../core/time.ts'
import type { Contents, Fact, Knowledge } from '../../record/section-content.ts'
import { Notice } from '../look/notice.tsx'
import { Summary } from '../look/summary.tsx'
import type { PageState } from '../page-state.ts'
import { OwnWords, WhatHelps, Words } from './class-teacher-page.tsx'
import { CommitmentList } from './commitment-list.tsx'
import type { Opened } from './opened.ts'

const KNOWLEDGE: Record<Knowledge, string> = { confirmed: 'Assessed', possible: 'Possible', 'not-known': 'Not known' }

/** The plan for those who help to deliver it: what I took on, what others did, then as much as was agreed. */
export function PlanPage({ opened: { contents, viewer, cover }, page }: { opened: Opened; page: PageState }) {
  const today = londonDate(page.app.now())
  const commitments = contents.commitments?.commitments
  return (
    <>
      {contents['about-me'] && <OwnWords quotes={contents['about-me'].quotes} knownAs={cover.knownAs} />}
      {contents.plan && !contents.plan.plan && <NoPlan />}
      {commitments && (contents.plan?.plan || commitments.length > 0) && (
        <>
          <section class="stack tight" aria-labelledby="mine">
            <h2 id="mine">What I took on</h2>
            <CommitmentList commitments={commitments} viewer={viewer} today={today} only="mine" />
          </section>
          <section class="stack tight" aria-labelledby="others">
            <h2 id="others">What others took on</h2>
            <CommitmentList commitments={commitments} viewer={viewer} today={today} only="others" />
          </section>
        </>
      )}
      <Plan plan={contents.plan?.plan} />
      <Goals outcomes={contents.outcomes} />
      <WhatHelps helps={contents['what-helps']} />
      <Words words={contents.words} />
      <Needs needs={contents.needs} />
      <Facts title="Education" facts={contents['education-context']?.facts} />
      <Facts title="Support for the family" facts={contents['family-support']?.facts} />
      <Facts title="What is being provided" facts={contents.interventions?.facts} />
      <People people={contents.people} />
    </>
  )
}

/** A child nobody has made a plan for is common: the page says what can be done about it. */
function NoPlan() {
  return (
    <Notice>
      <p>
        <strong>There is no support plan here.</strong> The adoption agency or council can assess what would help.
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

function Plan({ plan }: { plan: NonNullable<Contents['plan']>['plan'] }) {
  if (!plan) return null
  const { type, tier, from, reviewOn, about } = plan
  return (
    <section class="stack tight" aria-labelledby="plan">
      <h2 id="plan">{type}</h2>
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

function Goals({ outcomes }: { outcomes: Contents['outcomes'] }) {
  if (!outcomes || outcomes.goals.length === 0) return null
  return (
    <section class="stack tight" aria-labelledby="goals">
      <h2 id="goals">What we hope will change</h2>
      <ul class="marks dots">
        {outcomes.goals.map(({ text, dueOn }) => (
          <li key={text}>
            <span>
              {text}
              {dueOn && <span class="soft"> · by {showDate(dueOn)}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Needs({ needs }: { needs: Contents['needs'] }) {
  if (!needs || needs.needs.length === 0) return null
  return (
    <section class="stack tight" aria-labelledby="needs">
      <h2 id="needs">Agreed needs</h2>
      <Summary rows={needs.needs.map(({ text, knowledge }) => ({ label: text, value: KNOWLEDGE[knowledge] }))} />
    </section>
  )
}

function Facts({ title, facts = [] }: { title: string; facts: Fact[] | undefined }) {
  if (facts.length === 0) return null
  return (
    <section class="stack tight">
      <h2>{title}</h2>
      <Summary rows={facts.map(({ label, text }) => ({ label, value: text }))} />
    </section>
  )
}

function People({ people }: { people: Contents['people'] }) {
  // The safeguarding lead to ring is the viewer's own, at the foot of the page; another's here would be rung by mistake.
  const shown = people?.people.filter(({ roleCode }) => roleCode !== 'safeguarding-lead') ?? []
  if (shown.length === 0) return null
  return (
    <section class="stack tight" aria-labelledby="people">
      <h2 id="people">People</h2>
      <Summary
        rows={shown.map(({ role, name, organisation, contact }) => ({
          label: role,
          value: [[name, organisation].filter(Boolean).join(', '), contact].filter(Boolean).join(' · '),
        }))}
      />
    </section>
  )
}
