import type { ComponentChildren } from 'preact'
import { ageOn, londonDate } from '../../../core/time.ts'
import type { Contents } from '../../../record/section-content.ts'
import { SECTION_CODES, type SectionCode } from '../../../record/sections.ts'
import type { PageState } from '../../page-state.ts'
import { CommitmentList } from '../commitment-list.tsx'
import type { Opened } from '../opened.ts'
import { AboutMe, Needs, Strengths, WhatHelps, Words } from './about.tsx'
import { Arrangement, Assessment, type Decider, Education, Health, People } from './context.tsx'
import { FamilySupport, Interventions, Outcomes, Plan } from './plan.tsx'

type Props<Section extends SectionCode> = {
  content: NonNullable<Contents[Section]>
  opened: Opened
  page: PageState
}

/** How each section of a record looks, whoever it is granted to. */
const VIEWS: { [Section in SectionCode]: (props: Props<Section>) => ComponentChildren } = {
  'about-me': ({ content, opened }) => <AboutMe content={content} knownAs={opened.cover.knownAs} />,
  strengths: ({ content, opened }) => <Strengths content={content} knownAs={opened.cover.knownAs} />,
  'what-helps': ({ content, opened }) => <WhatHelps content={content} knownAs={opened.cover.knownAs} />,
  words: ({ content, opened }) => <Words content={content} knownAs={opened.cover.knownAs} />,
  needs: ({ content }) => <Needs content={content} />,
  assessment: ({ content }) => <Assessment content={content} />,
  'health-context': ({ content, opened }) => <Health content={content} people={opened.contents.people?.people ?? []} />,
  'education-context': ({ content }) => <Education content={content} />,
  people: ({ content }) => <People content={content} />,
  'family-support': ({ content }) => <FamilySupport content={content} />,
  interventions: ({ content }) => <Interventions content={content} />,
  plan: ({ content, opened }) => <Plan content={content} inClass={opened.viewer.audience === 'class-teacher'} />,
  commitments: ({ content, opened, page }) => <Commitments content={content} opened={opened} page={page} />,
  outcomes: ({ content }) => <Outcomes content={content} />,
  arrangement: ({ content, opened, page }) => <Arrangement content={content} decider={deciderOf(opened, page)} />,
}

/** One section, where it may be seen. Of one that may not there is not even the heading. */
export function SectionView({ code, opened, page }: { code: SectionCode; opened: Opened; page: PageState }) {
  const View = VIEWS[code] as (props: Props<SectionCode>) => ComponentChildren
  const content = opened.contents[code]
  if (!content) return null
  if (!opened.underDuty.includes(code)) return <View content={content} opened={opened} page={page} />
  return (
    <div class="under-duty stack tight">
      <View content={content} opened={opened} page={page} />
      <p class="small soft">Some or all of this is shared because the law requires it, not by agreement.</p>
    </div>
  )
}

/** These sections in this order, or all that a page has not placed itself. */
export function Sections({ codes, opened, page }: { codes: readonly SectionCode[]; opened: Opened; page: PageState }) {
  return (
    <>
      {codes.map((code) => (
        <SectionView key={code} code={code} opened={opened} page={page} />
      ))}
    </>
  )
}

/** Whatever else was shared, so that nothing that was agreed gets lost on the way. */
export function theRest(placed: readonly SectionCode[]): SectionCode[] {
  return SECTION_CODES.filter((code) => !placed.includes(code))
}

/** The child as one who may decide, by age today. */
export function deciderOf({ cover: { knownAs, bornOn } }: Opened, page: PageState): Decider {
  return { knownAs, age: bornOn === undefined ? undefined : ageOn(bornOn, londonDate(page.app.now())) }
}

function Commitments({ content, opened: { contents, viewer }, page }: Props<'commitments'>) {
  const today = londonDate(page.app.now())
  const { commitments } = content
  // "There is no plan" says it already.
  if (commitments.length === 0 && contents.plan && !contents.plan.plan) return null
  return (
    <>
      <section class="stack tight" aria-labelledby="mine">
        <h2 id="mine">What we took on</h2>
        <CommitmentList commitments={commitments} viewer={viewer} today={today} only="mine" />
      </section>
      <section class="stack tight" aria-labelledby="others">
        <h2 id="others">What others took on</h2>
        <CommitmentList commitments={commitments} viewer={viewer} today={today} only="others" />
      </section>
    </>
  )
}
