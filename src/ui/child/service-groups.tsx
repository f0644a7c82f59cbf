import type { ServiceGroup } from '../../app/group-services.ts'
import { showDate } from '../../core/time.ts'
import { SERVICE_KINDS, type Service, type ServiceTier } from '../../record/services.ts'
import { Summary } from '../look/summary.tsx'

/** For whom each part of the journey is. The second words are those that plans use for it. */
const TIERS: Record<ServiceTier, { title: string; level: string }> = {
  universal: { title: 'For everyone', level: 'universal' },
  targeted: { title: 'For some families', level: 'targeted' },
  specialist: { title: 'For a few families', level: 'specialist' },
}

const AT_FIRST = 5

/** What is near, from what is there for anybody to what few need: a few of each, and the rest when asked for. */
export function ServiceGroups({ groups }: { groups: ServiceGroup[] }) {
  return (
    <div class="stack">
      {groups.map(({ tier, services }) => (
        <div class="stack tight" key={tier}>
          <h3>
            {TIERS[tier].title} <span class="small soft">{TIERS[tier].level}</span>
          </h3>
          {services.length === 0 ? (
            <p class="soft">Nothing that we look for is in the list.</p>
          ) : (
            <ServiceList services={services.slice(0, AT_FIRST)} />
          )}
          {services.length > AT_FIRST && (
            <details>
              <summary>
                {services.length - AT_FIRST} more {TIERS[tier].title.toLowerCase()}
              </summary>
              <ServiceList services={services.slice(AT_FIRST)} />
            </details>
          )}
        </div>
      ))}
    </div>
  )
}

function ServiceList({ services }: { services: Service[] }) {
  return (
    <ul class="cards">
      {services.map((service) => (
        <li key={service.id}>
          <OneService service={service} />
        </li>
      ))}
    </ul>
  )
}

function OneService({ service }: { service: Service }) {
  const { kind, name, organisation, area, about, whoFor, ages, cost, assuredOn } = service
  return (
    <details class="card">
      <summary>
        {name}
        <span class="small soft reason">{[SERVICE_KINDS[kind].words, area].filter(Boolean).join(' · ')}</span>
      </summary>
      <div class="stack tight">
        {about && <p>{about}</p>}
        <Summary
          rows={[
            { label: 'Run by', value: organisation },
            { label: 'Who for', value: written([whoFor, agesIn(ages)].filter(Boolean).join(' · ')) },
            { label: 'Cost', value: written(cost) },
            { label: 'Contact', value: contactOf(service) },
            { label: 'Last checked', value: assuredOn && showDate(assuredOn) },
          ]}
        />
      </div>
    </details>
  )
}

function agesIn({ from, until }: Service['ages']): string | undefined {
  if (from !== undefined && until !== undefined) return `ages ${from} to ${until}`
  if (from !== undefined) return `from age ${from}`
  return until === undefined ? undefined : `up to age ${until}`
}

/** As a sentence begins; undefined for nothing. */
function written(text = ''): string | undefined {
  return text === '' ? undefined : text.charAt(0).toUpperCase() + text.slice(1)
}

/** Telephone numbers and e-mail addresses are text: what opens by itself says to somebody else that it was wanted. */
function contactOf({ phone, email, web }: Service) {
  const ways = [phone, email, web && <Web address={web} />].filter(Boolean)
  if (ways.length === 0) return undefined
  return ways.map((way, at) => (
    <>
      {at > 0 && <br />}
      {way}
    </>
  ))
}

/** Only its host is shown, and printed. What is not https is no link: anybody on the way could change it. */
function Web({ address }: { address: string }) {
  const { protocol, host } = new URL(address)
  if (protocol !== 'https:') return <>{host}</>
  return (
    <a href={address} target="_blank" rel="noopener noreferrer" referrerpolicy="no-referrer">
      {host} (new tab)
    </a>
  )
}
