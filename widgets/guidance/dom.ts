type Props = Partial<{
  class: string
  id: string
  part: string
  lang: string
  href: string
  rel: string
  type: string
  name: string
  value: string
  for: string
  hidden: string
  role: string
  autocomplete: string
  checked: string
  selected: string
  'aria-expanded': string
  'aria-controls': string
  'aria-labelledby': string
}>

type Child = Node | string | undefined

/** Makes an element with its attributes and contents. Strings become text, never markup. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props,
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) element.setAttribute(name, value)
  element.append(...children.filter((child) => child !== undefined))
  return element
}

/** @param level 1 to 6 */
export function heading(level: number, props: Props, ...children: Child[]): HTMLElement {
  return h(`h${level}` as 'h2', props, ...children)
}

/** Makes these the children, in this order, and touches none that is in its place: it may be what somebody is using. */
export function arrange(parent: Element, children: readonly Element[]): void {
  for (const child of [...parent.children]) if (!children.includes(child)) child.remove()
  for (const [at, child] of children.entries()) {
    const there = parent.children[at] ?? null
    if (there !== child) parent.insertBefore(child, there)
  }
}
