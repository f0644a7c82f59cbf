import { useSignal, useSignalEffect } from '@preact/signals'
import { type ComponentChildren, createRef } from 'preact'
import { YearList } from './year-list.tsx'
import type { View } from './year-view.ts'

/** A long list, closed until somebody opens it; on paper it is always there. */
export function AllDates({ children, ...view }: View & { children: ComponentChildren }) {
  const { value: details } = useSignal(createRef<HTMLDetailsElement>())
  useSignalEffect(() => {
    if (!details.current) return
    return openToPrint(details.current)
  })
  return (
    <details class="year-all" ref={details}>
      <summary>All dates as a list</summary>
      <div class="stack tight">
        <YearList {...view} />
        {children}
      </div>
    </details>
  )
}

/** Opens it for as long as a page is printed; what was open before stays so. */
function openToPrint(details: HTMLDetailsElement): () => void {
  let isOpenedHere = false
  const open = () => {
    if (details.open) return // also where a browser says twice that it prints
    details.open = true
    isOpenedHere = true
  }
  const putBack = () => {
    if (isOpenedHere) details.open = false
    isOpenedHere = false
  }
  addEventListener('beforeprint', open)
  addEventListener('afterprint', putBack)
  return () => {
    removeEventListener('beforeprint', open)
    removeEventListener('afterprint', putBack)
  }
}
