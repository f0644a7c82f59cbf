import 'axe-core'
import type { HandrailGuidance } from '../../widgets/guidance/element.ts'

/** The package puts itself on the window. */
declare const axe: typeof import('axe-core')

export const TODAY = '2026-11-21'

/** @param event with which the element says that it is shown */
export async function show(
  attributes: Record<string, string> = {},
  today = TODAY,
  event = 'handrail-ready',
): Promise<HandrailGuidance> {
  const element = document.createElement('handrail-guidance') as HandrailGuidance
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.today = today
  await change(element, () => document.body.append(element), event)
  return element
}

/** Does something, and waits until the element has shown it. */
export async function change(
  element: HandrailGuidance,
  act: () => void | Promise<void>,
  event = 'handrail-ready',
): Promise<void> {
  const shown = new Promise<Event>((resolve) => {
    for (const one of ['handrail-ready', 'handrail-error']) element.addEventListener(one, resolve, { once: true })
  })
  await act()
  const { type } = await shown
  if (type !== event) throw new Error(`${type}: ${element.shadowRoot?.textContent?.slice(0, 300)}`)
}

/** Waits for as long as a render that is queued could take: another element's, which is queued after it. */
export async function settled(): Promise<void> {
  const other = await show({ audience: 'family' })
  other.remove()
}

/** @returns counts what has been changed inside the element since then */
export function changes(element: HandrailGuidance): () => number {
  let count = 0
  const observer = new MutationObserver((records) => {
    count += records.length
  })
  const root = element.shadowRoot as ShadowRoot
  observer.observe(root, { childList: true, subtree: true, attributes: true, characterData: true })
  return () => count + observer.takeRecords().length
}

export async function faults(element: HTMLElement): Promise<string[]> {
  const { violations } = await axe.run(element)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

export function first(element: HandrailGuidance, selector: string): HTMLElement {
  const found = element.shadowRoot?.querySelector<HTMLElement>(selector)
  if (!found) throw new Error(`no ${selector}`)
  return found
}

export function text(element: HandrailGuidance, selector = '.guidance'): string {
  return first(element, selector).textContent ?? ''
}

export function texts(root: ParentNode | null, selector: string): string[] {
  return [...(root?.querySelectorAll(selector) ?? [])].map((found) => found.textContent ?? '')
}

export function headings(element: HandrailGuidance, tag: string): string[] {
  return texts(element.shadowRoot, tag)
}

export function titles(element: HandrailGuidance, section: string): string[] {
  return texts(element.shadowRoot, `.${section} .title`)
}

export function terms(body: HTMLElement): string[] {
  return texts(body, 'dt')
}
