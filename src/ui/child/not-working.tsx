import type { Card } from '../../guidance/card.ts'
import { neutralNote } from '../../guidance/neutral-note.ts'
import type { NamedPerson } from '../../record/section-content.ts'
import { focusWhenShown } from '../look/focus.ts'
import { useCopy } from './use-copy.ts'

type Props = {
  card: Card | undefined
  /** Who is asked: the designated teacher, as far as the record names one. */
  to: NamedPerson | undefined
  onSent(): void
  onClose(): void
}

/** "This isn't working": a note to the designated teacher that names nobody, to be sent as the person likes. */
export function NotWorking({ card, to, onSent, onClose }: Props) {
  const { subject, body } = neutralNote(card)
  const { copied, copy } = useCopy(body, onSent)
  const address = to?.contact !== undefined && ONE_ADDRESS.test(to.contact) ? to.contact : undefined
  return (
    <section class="card stack tight" aria-labelledby="not-working">
      <h3 id="not-working" tabIndex={-1} ref={focusWhenShown}>
        A note to {to ? `${to.name}, designated teacher` : 'your designated teacher'}
      </h3>
      <p class="note" id="note">
        {body}
      </p>
      <p class="small soft">It names nobody, so it can go by e-mail. Say who it is about when you meet.</p>
      <p class="row">
        {address && (
          <a class="button primary" href={mailto(address, subject, body)} onClick={onSent}>
            Write the e-mail
          </a>
        )}
        <button type="button" class="button" onClick={copy} aria-describedby="note">
          Copy the note
        </button>
        <button type="button" class="button" onClick={onClose}>
          Close
        </button>
      </p>
      {to?.contact && !address && <p>Or: {to.contact}</p>}
      <p role="status" class="small">
        {copied.value === 'yes' && 'Copied. Paste it where you write to each other.'}
        {copied.value === 'failed' && 'This browser would not copy. Select the note instead.'}
      </p>
    </section>
  )
}

/** One e-mail address and nothing beside it. Anything else is shown as it is. */
const ONE_ADDRESS = /^[\w.!#$'*+=^`{|}~-]+@[\w.-]+$/

function mailto(address: string, subject: string, body: string): string {
  return `mailto:${encodeURIComponent(address)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`
}
