import { showDate } from '../../../core/time.ts'
import { joinNames } from '../../../record/capacity.ts'
import type { FamilyHistory, Knowledge, NamedPerson, SectionContent } from '../../../record/section-content.ts'
import { Summary } from '../../look/summary.tsx'
import { Facts, Section } from './section.tsx'

export function Assessment({ content }: { content: SectionContent['assessment'] }) {
  return (
    <Section
      code="assessment"
      isEmpty={content.assessments.length === 0}
      unknown="No assessment is recorded here. Whether one has been made is not known."
    >
      {content.assessments.map(({ method, by, on, formulation }) => (
        <article class="stack tight" key={`${method}${on}`}>
          <h3>{method}</h3>
          <p class="small soft">
            {[by ?? 'Who made it is not known', on ? showDate(on) : 'date not known'].join(', ')}
          </p>
          {formulation && <p>{formulation}</p>}
        </article>
      ))}
    </Section>
  )
}

const EXPOSURE: Record<Knowledge, string> = { confirmed: 'Confirmed', possible: 'Possible', 'not-known': 'Not known' }

/** "Not known" stands beside every part of it: nothing recorded must never read as nothing wrong. */
export function Health({ content, people }: { content: SectionContent['health-context']; people: NamedPerson[] }) {
  return (
    <Section code="health-context" isEmpty={false} unknown="">
      <Summary
        rows={[
          { label: 'Family history', value: <History history={content.familyHistory} people={people} /> },
          { label: 'Prenatal alcohol exposure', value: EXPOSURE[content.prenatalAlcohol ?? 'not-known'] },
          ...content.facts.map(({ label, text }) => ({ label, value: text })),
        ]}
      />
    </Section>
  )
}

/** Whether anything is known of a family's health, and whom to ask. */
export function History({ history, people }: { history: FamilyHistory | undefined; people: NamedPerson[] }) {
  const adviser = people.find(({ roleCode }) => roleCode === 'adoption-medical-adviser')
  const ask = adviser
    ? [`${adviser.name}, adoption medical adviser`, adviser.contact].filter(Boolean).join(', ')
    : 'the lead worker'
  if (history?.available) return <>Some is known. Ask {ask}.</>
  const asked = history?.lastAsked
  return (
    <>
      <strong>Not available. Record as unknown, not negative.</strong>
      <br />
      {asked ? `Last asked of ${asked.of}, ${showDate(asked.on)}.` : 'When it was last asked for is not known.'} If it
      affects today’s decision, contact {ask}.
    </>
  )
}

export function Education({ content }: { content: SectionContent['education-context'] }) {
  return (
    <Section
      code="education-context"
      isEmpty={content.facts.length === 0}
      unknown="Nothing is recorded here about support at school. Whether there is any is not known."
    >
      <Facts facts={content.facts} />
    </Section>
  )
}

export function People({ content }: { content: SectionContent['people'] }) {
  // The safeguarding lead to ring is the viewer's own, at the foot of the page; another's here would be rung by mistake.
  const shown = content.people.filter(({ roleCode }) => roleCode !== 'safeguarding-lead')
  return (
    <Section code="people" isEmpty={shown.length === 0} unknown="Nobody is named here yet.">
      <Summary
        rows={shown.map(({ role, name, organisation, contact }) => ({
          label: role,
          value: [[name, organisation].filter(Boolean).join(', '), contact].filter(Boolean).join(' · '),
        }))}
      />
    </Section>
  )
}

export function Arrangement({ content, decider }: { content: SectionContent['arrangement']; decider: Decider }) {
  return (
    <Section code="arrangement" isEmpty={false} unknown="">
      <Summary
        rows={[
          { label: 'Can consent', value: canConsent(content, decider) },
          { label: 'Arrangement', value: showArrangement(content) },
        ]}
      />
      {canConsent(content, decider) === undefined && (
        <p class="soft">Ask the lead worker before you rely on anybody’s permission.</p>
      )}
    </Section>
  )
}

/** The person themself, by the age that decides; `age` is undefined when the date of birth is not known. */
export type Decider = { knownAs: string; age: number | undefined }

/**
 * "Jo and Ali Carter (adoptive parents)"; undefined when nobody is named. From 16 it is the young person who is presumed
 * able, and from 18 nobody else (domain.md B2).
 */
export function canConsent(arrangement: SectionContent['arrangement'], { knownAs, age }: Decider): string | undefined {
  if (age !== undefined && age >= 18) return `${knownAs}, who is an adult`
  const holders = holdersOf(arrangement)
  if (age === undefined || age < 16) return holders
  return [`${knownAs}, who is ${age} and presumed able`, holders].filter(Boolean).join('; ')
}

function holdersOf({ responsible }: SectionContent['arrangement']): string | undefined {
  if (responsible.length === 0) return undefined
  const capacities = [...new Set(responsible.map(({ capacity }) => capacity))]
  return capacities
    .map((capacity) => {
      const names = responsible.filter((one) => one.capacity === capacity).map(({ name }) => name)
      return capacity ? `${joinNames(names)} (${names.length > 1 ? plural(capacity) : capacity})` : joinNames(names)
    })
    .join('; ')
}

function plural(capacity: string): string {
  const [noun = '', ...rest] = capacity.split(', ')
  return [`${noun}s`, ...rest].join(', ')
}

export function showArrangement({ arrangement, orderOn }: SectionContent['arrangement']): string {
  return [arrangement ?? 'Not known', orderOn && `since ${showDate(orderOn)}`].filter(Boolean).join(', ')
}
