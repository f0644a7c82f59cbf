import { focusWhenShown } from '../look/focus.ts'
import { Notice } from '../look/notice.tsx'

type PasscodeProps = {
  /** After a wrong one, how many more may be tried, ever; left out before the first. */
  attemptsLeft?: number | 'unknown'
}

/** Asks for what opens a link beside the link itself. Tried once for each press: whoever shared it counts. */
export function Passcode({ attemptsLeft }: PasscodeProps) {
  if (attemptsLeft === 0) {
    return (
      <Notice kind="error" announce>
        <p>
          <strong>This link has been turned off after too many wrong passcodes.</strong>
        </p>
        <p>Ask whoever shared it for a new link.</p>
      </Notice>
    )
  }
  return (
    <div class="field">
      {attemptsLeft !== undefined && (
        <Notice kind="error" announce>
          <p>
            <strong>That is not its passcode.</strong>
          </p>
          <p>
            {attemptsLeft === 'unknown'
              ? 'It may be turned off after some more wrong ones. Ask whoever shared it before you try again.'
              : `You can try ${attemptsLeft === 1 ? 'once' : `${attemptsLeft} times`} more, and then it is turned off.`}
          </p>
        </Notice>
      )}
      <label for="passcode">Passcode of the link</label>
      <span class="hint" id="passcode-hint">
        Whoever shared it has told you, perhaps in another way.
      </span>
      <input
        id="passcode"
        name="passcode"
        type="password"
        autocomplete="off"
        aria-describedby="passcode-hint"
        ref={focusWhenShown}
        required
      />
    </div>
  )
}
