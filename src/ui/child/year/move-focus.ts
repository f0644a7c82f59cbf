/**
 * Arrow keys, Home and End lead from one mark to another, in the picture or in the list: for `onKeyDown` of each
 * `[data-mark]` inside a `[data-marks]`.
 */
export function moveFocus(event: KeyboardEvent): void {
  const here = event.currentTarget as Element
  const marks = [...(here.closest('[data-marks]')?.querySelectorAll<HTMLElement | SVGElement>('[data-mark]') ?? [])]
  const to = nextOf(event, marks.indexOf(here as HTMLElement), marks.length - 1)
  if (to === undefined) return
  event.preventDefault()
  marks[to]?.focus()
}

function nextOf(
  { key, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent,
  at: number,
  last: number,
): number | undefined {
  if (altKey || ctrlKey || metaKey || shiftKey) return undefined
  if (key === 'Home') return 0
  if (key === 'End') return last
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(at + 1, last)
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(at - 1, 0)
  return undefined
}
