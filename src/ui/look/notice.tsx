import type { ComponentChildren } from 'preact'
import type { ErrorCode } from '../../core/errors.ts'
import { SENTENCES } from '../words.ts'

/** A boxed sentence. Announced when it appears, unless it is there from the start. */
export function Notice({
  kind = 'plain',
  announce = false,
  children,
}: {
  kind?: 'plain' | 'warning' | 'error'
  announce?: boolean
  children: ComponentChildren
}) {
  return (
    <div class={`notice ${kind}`} {...(announce && { role: kind === 'error' ? 'alert' : 'status' })}>
      {children}
    </div>
  )
}

/** What went wrong and what to do about it. */
export function ErrorNotice({ code, children }: { code: ErrorCode; children?: ComponentChildren }) {
  const { text, next } = SENTENCES[code]
  return (
    <Notice kind="error" announce>
      <p>
        <strong>{text}</strong>
      </p>
      <p>{next}</p>
      {children}
    </Notice>
  )
}

/** While nothing is kept on this computer. */
export function NothingKept() {
  return (
    <p class="small soft">Nothing is kept on this computer: this goes when you lock Handrail or close the browser.</p>
  )
}
