/** As a `ref`: what appears because of something somebody did takes the focus, so that a keyboard is never left nowhere. */
export function focusWhenShown(element: HTMLElement | null): void {
  element?.focus()
}
