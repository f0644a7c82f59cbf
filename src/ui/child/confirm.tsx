import { useSignal } from '@preact/signals'
import { confirmChild } from '../../app/confirm-child.ts'
import type { OpenChild } from '../../app/open-child.ts'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import { showDate } from '../../core/time.ts'
import { focusHeading } from '../look/focus.ts'
import { ErrorNotice, Notice } from '../look/notice.tsx'
import { Summary } from '../look/summary.tsx'
import type { PageState } from '../page-state.ts'
import { SafeguardingLine } from './safeguarding-line.tsx'
import { WriterUnknown } from './writer-unknown.tsx'

type ToConfirm = Extract<OpenChild, { kind: 'to-confirm' }>

/** The right child, by three things, before anything else is opened (security.md T16). */
export function Confirm({ opened: { cover, near, writer }, page }: { opened: ToConfirm; page: PageState }) {
  const failed = useSignal<ErrorCode | undefined>(undefined)
  const { name, knownAs, bornOn, third } = cover
  const confirm = async () => {
    try {
      await confirmChild(page.app, cover)
      await page.look()
      focusHeading()
    } catch (error) {
      failed.value = codeOf(error)
      await page.look()
    }
  }
  return (
    <section class="stack" aria-labelledby="confirm">
      <h2 id="confirm">Is this who you mean?</h2>
      <p>Compare with your own records before you open this for the first time.</p>
      <Summary
        rows={[
          { label: 'Name', value: name },
          { label: 'Date of birth', value: bornOn && showDate(bornOn) },
          { label: third?.label ?? 'A number to compare', value: third?.value },
        ]}
      />
      {writer === 'unknown' && <WriterUnknown />}
      {near.length > 0 && (
        <Notice kind="warning">
          <p>
            <strong>
              {near.length === 1 ? 'There is somebody else here' : `There are ${near.length} others here`} with almost
              the same name.
            </strong>
          </p>
          <ul class="marks dots">
            {near.map((other) => (
              <li key={other.child}>
                <span>
                  {other.name}
                  {other.bornOn && `, born ${showDate(other.bornOn)}`}
                </span>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {(bornOn === undefined || third === undefined) && (
        <Notice kind="warning">
          <p>Not all of it is known. Ask whoever keeps this record before you go on.</p>
        </Notice>
      )}
      {failed.value && <ErrorNotice code={failed.value} />}
      <button type="button" class="button primary" onClick={confirm}>
        Yes, this is {knownAs}
      </button>
      <button type="button" class="button" onClick={page.shell.closeChild}>
        No, find somebody else
      </button>
      <SafeguardingLine about="a child’s" lead={cover.safeguarding} />
    </section>
  )
}
