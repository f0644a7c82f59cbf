/** As a `ref`: what appears because of something somebody did takes the focus, so that a keyboard is never left nowhere. */
export function focusWhenShown(element: HTMLElement | null): void {
  element?.focus()
}

/** As a `ref`: what says that something went wrong comes into sight, wherever on a long page it was done. */
export function showWhereItIs(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'center' })
}

/** For when what had the focus has gone: the first of these that is there takes it. */
export function focusFirstOf(...selectors: string[]): void {
  const found = selectors.map((selector) => document.querySelector<HTMLElement>(selector))
  found.find((element) => element !== null)?.focus()
}

/** Begins again at the top, for those who see the page and those who hear it, when what is below has been replaced. */
export function focusHeading(): void {
  document.querySelector('h1')?.focus()
  scrollTo({ top: 0 })
}
