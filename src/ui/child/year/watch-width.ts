/** A side panel of 360 px, less what is around it. */
export const PANEL_UNITS = 328
/** Below this it shrinks. */
const FEWEST_UNITS = 120
/** What fills a sheet of paper well. */
const PAPER_UNITS = 640

/**
 * Tells how wide the picture is, in units of which 16 are as wide as a letter is high for this reader: who reads at twice
 * the size has marks of twice the size, and half as many beside each other.
 */
export function watchWidth(element: HTMLElement, onWidth: (units: number) => void): () => void {
  const measure = () => {
    const letter = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    if (element.clientWidth > 0) onWidth(Math.max(FEWEST_UNITS, Math.round((element.clientWidth * 16) / letter)))
  }
  const print = () => onWidth(PAPER_UNITS)
  const observer = new ResizeObserver(measure)
  observer.observe(element)
  addEventListener('beforeprint', print)
  addEventListener('afterprint', measure)
  return () => {
    observer.disconnect()
    removeEventListener('beforeprint', print)
    removeEventListener('afterprint', measure)
  }
}
