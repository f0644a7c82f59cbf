import { londonDate, showDate } from '../../core/time.ts'
import { SECTIONS } from '../../record/sections.ts'
import { AUDIENCES } from '../../record/viewer.ts'
import { REASON_SENTENCES } from '../reason-words.ts'
import type { Opened } from './opened.ts'
import { SafeguardingLine } from './safeguarding-line.tsx'

/** Who to ask and who agreed: on every personal screen. Handrail is not the place to report a worry. */
export function Foot({ opened, onSharing }: { opened: Opened; onSharing: () => void }) {
  const { cover, agreedUntilMs, isAgreed, underDuty, needsCheck, withholds, viewer, writer } = opened
  const { safeguarding, knownAs, agreedBy, heldBy } = cover
  const inClass = viewer.audience === 'class-teacher'
  const signed = cover.signedBy === undefined ? '' : ` Signed by ${cover.signedBy}.`
  return (
    <footer class="foot stack tight">
      <SafeguardingLine about={`${knownAs}’s`} lead={safeguarding} />
      {isAgreed && (
        <p>
          Agreed by {agreedBy},{' '}
          {agreedUntilMs === undefined ? 'with no end date' : `until ${showDate(londonDate(agreedUntilMs))}`}
        </p>
      )}
      {underDuty.length > 0 && (
        <p>
          {underDuty.map((code) => SECTIONS[code]).join(', ')}: shared because the law requires it
          {isAgreed && ', not by agreement'}.
        </p>
      )}
      {needsCheck && (
        <p class="soft">Something is not shown until the agreement has been checked. {REASON_SENTENCES[needsCheck]}</p>
      )}
      {withholds && <p class="soft">Some information is not shared with {inClass ? 'schools' : 'you'}.</p>}
      <button type="button" class="button plain" onClick={onSharing}>
        Who agreed, and who sees what
      </button>
      {viewer.isDeclared && (
        <p class="small soft">
          You said you are {viewer.name}, {AUDIENCES[viewer.audience]}. Nobody has checked that.
        </p>
      )}
      <p class="small soft">
        {inClass
          ? 'Wrong or out of date? Tell your designated teacher.'
          : `${writer === 'unknown' ? 'It says it is from' : 'From'} ${heldBy}.${signed} Wrong or out of date? Tell the lead worker.`}
      </p>
    </footer>
  )
}
