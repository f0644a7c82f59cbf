import type { BoardChild, Place, Row } from '../../commitments/board.ts'
import { londonDate, type PlainDate, showDate, showDay } from '../../core/time.ts'
import { StandingTag } from '../look/standing-tag.tsx'
import type { PageState } from '../page-state.ts'

/** One school's commitments, a group for each child. */
export function PlaceTable({ place, children, page }: Place & { page: PageState }) {
  const today = londonDate(page.app.now())
  return (
    <table>
      <caption>
        <h2>{place}</h2>
      </caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Who</th>
          <th scope="col">Due</th>
          <th scope="col">Status</th>
        </tr>
      </thead>
      {children.map(({ child, rows }) => (
        <tbody key={child.reference}>
          <tr class="child-row">
            <th scope="rowgroup" colSpan={4}>
              <button type="button" class="button plain" onClick={() => page.shell.openChild(child.reference)}>
                {child.initials}
              </button>{' '}
              <span class="small soft">{about(child, today)}</span>
            </th>
          </tr>
          {rows.map((row) => (
            <CommitmentRow key={row.commitment.id} row={row} today={today} />
          ))}
        </tbody>
      ))}
    </table>
  )
}

function about({ second, asAtMs, agreedUntilMs }: BoardChild, today: PlainDate): string {
  const asAt = `as at ${showDay(londonDate(asAtMs), today)}`
  const agreed =
    agreedUntilMs === undefined ? 'agreed with no end' : `agreed until ${showDate(londonDate(agreedUntilMs))}`
  return [second, asAt, agreed].join(' · ')
}

function CommitmentRow({ row: { commitment, standing, mine }, today }: { row: Row; today: PlainDate }) {
  const { kind, what, owner, cover, dueOn } = commitment
  return (
    <tr>
      <td>
        {kind === 'advice-request' ? (
          <>
            <span class="small soft">Advice request</span> “{what}”
          </>
        ) : (
          what
        )}
      </td>
      <td class="who">
        {mine ? 'You' : owner}
        {cover && <span class="soft">, cover: {cover}</span>}
      </td>
      <td class="when">{dueOn ? showDay(dueOn, today) : 'No date'}</td>
      <td>
        <StandingTag standing={standing} />
      </td>
    </tr>
  )
}
