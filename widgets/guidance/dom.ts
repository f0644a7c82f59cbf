type Props = Partial<{
  class: string
  id: string
  lang: string
  href: string
  rel: string
  type: string
  hidden: string
  role: string
  'aria-expanded': string
  'aria-controls': string
  'aria-labelledby': string
  'aria-live': string
}>

/** Makes an element with its attributes and contents. Strings become text, never markup. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props,
  ...children: (Node | string | undefined)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) element.setAttribute(name, value)
  element.append(...children.filter((child) => child !== undefined))
  return element
}

/** @param level 1 to 6 */
export function heading(level: number, props: Props, ...children: (Node | string)[]): HTMLElement {
  return h(`h${level}` as 'h2', props, ...children)
}
