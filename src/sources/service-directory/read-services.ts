import { writtenDay } from '../../core/time.ts'
import type { Service } from '../../record/services.ts'
import { kindOf } from './kinds.ts'
import { plainText } from './plain-text.ts'
import { type ServiceOnWire, serviceOnWire } from './wire.ts'

const MOST = { name: 120, about: 400, whoFor: 200, area: 80, cost: 120, term: 120 }

/**
 * Reads what is of use to us out of the services of one page. What is not there any more, of no kind that we look for, or
 * broken is left out, each by itself.
 */
export function readServices(raw: readonly unknown[]): Service[] {
  return raw.flatMap((one) => readService(one) ?? [])
}

function readService(raw: unknown): Service | undefined {
  const { data: wire } = serviceOnWire.safeParse(raw)
  const name = plainText(wire?.name, MOST.name)
  if (!wire || name === undefined || !isOpen(wire.status)) return undefined
  const organisation = plainText(wire.organization?.name, MOST.name)
  const about = plainText(wire.description, MOST.about)
  const ages = readAges(wire)
  const kind = kindOf({ name, organisation, about, terms: termsOf(wire), ages })
  if (!kind) return undefined
  return {
    id: String(wire.id).slice(0, MOST.name),
    kind,
    name,
    organisation,
    about,
    whoFor: plainText(wire.eligibility_description, MOST.whoFor),
    ages,
    area: readArea(wire),
    cost: readCost(wire),
    phone: readPhone(wire),
    email: [wire.email, ...wire.contacts.map(({ email }) => email), wire.organization?.email].flatMap(readEmail)[0],
    web: [wire.url, wire.organization?.website, wire.organization?.url].flatMap(readWeb)[0],
    assuredOn: writtenDay(wire.assured_date),
  }
}

/** `inactive`, `defunct` and `temporarily closed` are not. A feed that does not say lists what is there. */
function isOpen(status: string | undefined): boolean {
  return status === undefined || /^\s*(active)?\s*$/i.test(status)
}

function termsOf({ attributes }: ServiceOnWire): string[] {
  const written = attributes.flatMap(({ taxonomy_term, label, value }) => [taxonomy_term?.name, label, value])
  return written.flatMap((term) => plainText(term, MOST.term) ?? [])
}

const OLDEST = 99

/** 0 to 0, the wrong way round, or over a hundred is somebody's "any". */
function readAges({ minimum_age: from, maximum_age: until }: ServiceOnWire): Service['ages'] {
  const first = from !== undefined && from > 0 && from < OLDEST ? Math.floor(from) : undefined
  const last = until !== undefined && until > 0 && until < OLDEST ? Math.floor(until) : undefined
  const isTurned = first !== undefined && last !== undefined && last < first
  return isTurned ? { from: undefined, until: undefined } : { from: first, until: last }
}

function readArea({ service_areas, service_at_locations }: ServiceOnWire): string | undefined {
  const areas = service_areas.flatMap(({ name, service_area }) => [name, service_area])
  const places = service_at_locations.flatMap(({ location }) => [
    ...(location?.addresses.map(({ city }) => city) ?? []),
    location?.name,
  ])
  return [...areas, ...places].flatMap((area) => plainText(area, MOST.area) ?? [])[0]
}

function readCost({ cost_options, fees_description, fees }: ServiceOnWire): string | undefined {
  const costs = cost_options.map(({ option, amount, currency, amount_description }) => {
    return [option, amount === undefined ? undefined : showAmount(amount, currency), amount_description]
      .filter(Boolean)
      .join(' ')
  })
  return plainText(costs.filter(Boolean).join('; ') || fees_description || fees, MOST.cost)
}

function showAmount(amount: number, currency = 'GBP'): string {
  if (amount === 0) return 'free'
  const pounds = Number.isInteger(amount) ? `${amount}` : amount.toFixed(2)
  return currency.toUpperCase() === 'GBP' ? `£${pounds}` : `${pounds} ${currency}`
}

function readPhone({ phones, contacts }: ServiceOnWire): string | undefined {
  const numbers = [...phones, ...contacts.flatMap((contact) => contact.phones)].flatMap(({ number, extension }) => {
    const written = plainText(number, MOST.area)
    if (written === undefined || !/^\+?[\d ()-]{3,20}$/.test(written) || !/\d{3}/.test(written)) return []
    return extension === undefined || extension === '' ? written : `${written} ext ${plainText(`${extension}`, 8)}`
  })
  return numbers[0]
}

function readEmail(raw: string | undefined): string[] {
  const written = raw?.trim().replace(/^mailto:/i, '') ?? ''
  return /^[\w.+'-]{1,64}@[\w-]+(\.[\w-]+)+$/.test(written) && written.length <= 120 ? [written] : []
}

/** Nothing but the web: no script, no file, no way to somebody's own computer with a password in it. */
function readWeb(raw: string | undefined): string[] {
  const written = raw?.trim() ?? ''
  const url = /^https?:\/\/[^\s\\]{1,500}$/i.test(written) ? URL.parse(written) : null
  return url && !url.username && !url.password && url.hostname.includes('.') ? [url.href] : []
}
