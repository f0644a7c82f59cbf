import { londonDate, showDate } from '../../core/time.ts'
import type { Opened } from './opened.ts'
import { SafeguardingLine } from './safeguarding-line.tsx'

/** Who to ask and who agreed: on every personal screen. Handrail is not the place to report a worry. */
export function Foot({ opened: { cover, agreedUntilMs, withholds, viewer } }: { opened: Opened }) {
  const { safeguarding, knownAs, agreedBy, heldBy } = cover
  const inClass = viewer.audience === 'class-teacher'
  return (
    <footer class="foot stack tight">
      <SafeguardingLine about={`${knownAs}’s`} lead={safeguarding} />
      <p>
        Agreed by {agreedBy},{' '}
        {agreedUntilMs === undefined ? 'with no end date' : `until ${showDate(londonDate(agreedUntilMs))}`}
      </p>
      {withholds && <p class="soft">Some information is not shared with {inClass ? 'schools' : 'you'}.</p>}
      <p class="small soft">
        {inClass
          ? 'Wrong or out of date? Tell your designated teacher.'
          : `From ${heldBy}. Wrong or out of date? Tell the lead worker.`}
      </p>
    </footer>
  )
}
