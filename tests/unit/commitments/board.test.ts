import { describe, expect, test } from 'vitest'
import { count, type Filter, groupByPlace, keptOnTime, type Row } from '../../../src/commitments/board.ts'
import { STANDINGS, type Standing } from '../../../src/commitments/standing.ts'
import type { Commitment } from '../../../src/record/section-content.ts'
import { commitment } from '../../fixtures/commitment.ts'

const EVERYTHING: Filter = { mineOnly: false, dueBy: undefined, search: '' }

type RowSpec = { initials?: string; place?: string; standing?: Standing; mine?: boolean } & Partial<Commitment>

function row({ initials = 'S.C.', place = 'Hillside', standing = 'due', mine = true, ...changes }: RowSpec): Row {
  const child = { reference: initials, initials, second: 'Year 6', asAtMs: 0, agreedUntilMs: undefined }
  return { child, place, standing, mine, commitment: commitment(changes) }
}

function shown(rows: Row[], filter: Partial<Filter> = {}): string[] {
  const places = groupByPlace(rows, { ...EVERYTHING, ...filter })
  return places.flatMap(({ place, children }) =>
    children.flatMap(({ child, rows }) =>
      rows.map(({ commitment }) => `${place} ${child.initials} ${commitment.what}`),
    ),
  )
}

test('each number counts its own, and late is not counted as due as well', () => {
  const rows = (Object.keys(STANDINGS) as Standing[]).map((standing) => row({ standing }))
  expect(count(rows)).toEqual({ due: 3, late: 1, waiting: 1, asked: 1, advice: 1 })
  expect(count([])).toEqual({ due: 0, late: 0, waiting: 0, asked: 0, advice: 0 })
})

describe('the board', () => {
  test('goes by place in order of name, then child, the most pressing first', () => {
    const rows = [
      row({ place: 'Larkfield', initials: 'T.M.', what: 'waiting', standing: 'waiting' }),
      row({ initials: 'M.D.', what: 'no day', standing: 'due' }),
      row({ initials: 'M.D.', what: 'later', standing: 'due', dueOn: '2027-01-01' }),
      row({ initials: 'M.D.', what: 'sooner', standing: 'due', dueOn: '2026-12-01' }),
      row({ initials: 'S.C.', what: 'late', standing: 'late' }),
      row({ initials: 'M.D.', what: 'reply', standing: 'reply-due' }),
    ]
    expect(shown(rows)).toEqual([
      'Hillside S.C. late',
      'Hillside M.D. reply',
      'Hillside M.D. sooner',
      'Hillside M.D. later',
      'Hillside M.D. no day',
      'Larkfield T.M. waiting',
    ])
  })

  test('two children with the same initials stay apart', () => {
    const [one, other] = [row({ what: 'a' }), row({ what: 'b' })]
    const twin = { ...other, child: { ...other.child, reference: 'another' } }
    expect(groupByPlace([one, twin], EVERYTHING)[0]?.children).toHaveLength(2)
  })

  test('leaves out what is over', () => {
    expect(shown([row({ standing: 'done' }), row({ standing: 'closed' })])).toEqual([])
  })

  test.each<[string, Partial<Filter>, string[]]>([
    ['mine alone', { mineOnly: true }, ['soon', 'undated']],
    ['due by a day: what has no day stays', { dueBy: '2026-12-31' }, ['soon', 'theirs', 'undated']],
    ['due on the very day', { dueBy: '2026-12-01' }, ['soon', 'theirs', 'undated']],
    ['due the day before', { dueBy: '2026-11-30' }, ['theirs', 'undated']],
    ['a search for all its words, anywhere', { search: ' HILL  soon' }, ['soon']],
    ['a search by owner', { search: 'dr shah' }, ['soon', 'theirs', 'undated']],
    ['a search by initials', { search: 's.c.' }, ['soon', 'theirs', 'undated']],
    ['a search that finds nothing', { search: 'soon nothing' }, []],
  ])('shows %s', (_, filter, expected) => {
    const rows = [
      row({ what: 'soon', dueOn: '2026-12-01' }),
      row({ what: 'theirs', mine: false, dueOn: '2026-11-24' }),
      row({ what: 'undated' }),
    ]
    expect(
      shown(rows, filter)
        .map((line) => line.split(' ').at(-1))
        .sort(),
    ).toEqual(expected)
  })
})

describe('kept on time', () => {
  const TODAY = '2026-11-21'
  const done = (dueOn: string | undefined, finishedOn: string | undefined) =>
    row({ standing: 'done', status: 'done', dueOn, finishedOn })
  test.each<[string, Row[], { kept: number; of: number } | undefined]>([
    ['nothing due yet', [row({ dueOn: '2026-12-01' }), row({})], undefined],
    ['on its day', [done('2026-11-20', '2026-11-20')], { kept: 1, of: 1 }],
    ['a day after', [done('2026-11-20', '2026-11-21')], { kept: 0, of: 1 }],
    ['before it was due', [done('2026-12-20', '2026-11-01')], { kept: 1, of: 1 }],
    ['done, with no day to it', [done(undefined, '2026-11-01')], { kept: 1, of: 1 }],
    ['done, nobody knows when', [done('2026-11-20', undefined)], undefined],
    ['accepted, and past its day', [row({ standing: 'late', dueOn: '2026-11-20' })], { kept: 0, of: 1 }],
    ['accepted, and due today', [row({ dueOn: TODAY })], undefined],
    [
      'asked, never accepted: no promise was broken',
      [row({ standing: 'waiting', status: 'requested', dueOn: '2026-11-01' })],
      undefined,
    ],
    ['rejected', [row({ standing: 'closed', status: 'rejected', dueOn: '2026-11-01' })], undefined],
  ])('%s', (_, rows, expected) => {
    expect(keptOnTime(rows, TODAY)).toEqual(expected)
  })
})
