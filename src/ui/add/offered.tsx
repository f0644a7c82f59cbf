import type { Offer, Said } from '../../app/open-link.ts'
import { AUDIENCES } from '../../record/viewer.ts'
import { focusWhenShown } from '../look/focus.ts'
import { ErrorNotice, Notice } from '../look/notice.tsx'
import { leftOutWords, REMARKS } from './shared-words.ts'
import type { Adding } from './use-adding.ts'

type OfferedProps = { offer: Offer; said: Said; adding: Adding; onLeave(): void }

/** Whether it was made for whoever has opened it: asked before anything of it is kept or shown. */
export function Offered({ offer, said, adding, onLeave }: OfferedProps) {
  const { viewer, madeForName, count, signedBy, leftOut, remarks } = offer
  const { busy, failed } = adding
  const madeFor = [madeForName, AUDIENCES[viewer.audience], viewer.organisationName].filter(Boolean).join(', ')
  const keep = () =>
    void adding.attempt('Keeping it…', async () => {
      await offer.keep(adding.onProgress)
      onLeave()
    })
  return (
    <section class="stack" aria-labelledby="offered">
      <h2 id="offered" tabIndex={-1} ref={focusWhenShown}>
        Was this made for you?
      </h2>
      <p>
        {count === 1 ? 'It was' : `These ${count} records were`} made for <strong>{madeFor}</strong>.
      </p>
      <p>
        You said you are {said.name}, {said.roleAndPlace}.
      </p>
      {signedBy === undefined ? (
        <Notice kind="warning">
          <p>We cannot check who wrote this.</p>
        </Notice>
      ) : (
        <p>{viewer.audience === 'class-teacher' ? 'It is signed.' : `Signed by ${signedBy}.`}</p>
      )}
      {remarks.includes('in-query') && (
        <Notice kind="warning">
          <p>{REMARKS['in-query']}</p>
        </Notice>
      )}
      {leftOut.length > 0 && (
        <Notice>
          <p>{leftOut.length === 1 ? 'One part was left out:' : `${leftOut.length} parts were left out:`}</p>
          <ul class="marks dots">
            {leftOutWords(leftOut).map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </Notice>
      )}
      {failed.value && <ErrorNotice code={failed.value} />}
      <div class="row">
        <button type="button" class="button primary" onClick={keep} disabled={busy.value !== ''}>
          Yes, it was made for me
        </button>
        <button type="button" class="button" onClick={onLeave} disabled={busy.value !== ''}>
          No, do not keep it
        </button>
        <span role="status">{busy.value}</span>
      </div>
    </section>
  )
}
