import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/core/errors.ts'
import { daysBetween } from '../../../src/core/time.ts'
import { readTermDates } from '../../../src/sources/term-dates/read-term-dates.ts'

const FIXTURES = new URL('../../fixtures/term-dates/', import.meta.url)

const calendar = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR'].join('\r\n')
const event = (...lines: string[]) => ['BEGIN:VEVENT', 'SUMMARY:Half term', ...lines, 'END:VEVENT'].join('\r\n')
const daysOf = async (...lines: string[]) =>
  (await readTermDates(calendar(event(...lines)))).map(({ from, until }) =>
    from === until ? from : `${from} to ${until}`,
  )

describe('the days of an event', () => {
  test.each<[why: string, lines: string[], days: string]>([
    ['a day', ['DTSTART;VALUE=DATE:20261026'], '2026-10-26'],
    [
      'a day with its end, which is the next',
      ['DTSTART;VALUE=DATE:20261026', 'DTEND;VALUE=DATE:20261027'],
      '2026-10-26',
    ],
    ['a week', ['DTSTART;VALUE=DATE:20261026', 'DTEND;VALUE=DATE:20261031'], '2026-10-26 to 2026-10-30'],
    ['an end that is the start', ['DTSTART;VALUE=DATE:20261026', 'DTEND;VALUE=DATE:20261026'], '2026-10-26'],
    ['a day not said to be one', ['DTSTART:20261026', 'DTEND:20261031'], '2026-10-26 to 2026-10-30'],
    ['a day with a time', ['DTSTART;VALUE=DATE:20261026T000000'], '2026-10-26'],
    ['over the new year', ['DTSTART;VALUE=DATE:20261221', 'DTEND;VALUE=DATE:20270104'], '2026-12-21 to 2027-01-03'],
    ['29 February', ['DTSTART;VALUE=DATE:20280229'], '2028-02-29'],
    ['five days long', ['DTSTART;VALUE=DATE:20261026', 'DURATION:P5D'], '2026-10-26 to 2026-10-30'],
    ['a week long', ['DTSTART;VALUE=DATE:20261026', 'DURATION:P1W'], '2026-10-26 to 2026-11-01'],
    ['hours long', ['DTSTART:20261026T090000', 'DURATION:PT6H30M'], '2026-10-26'],
    ['hours long, past midnight', ['DTSTART:20261026T230000', 'DURATION:PT2H'], '2026-10-26 to 2026-10-27'],
    ['of a length nobody can read', ['DTSTART:20261026T090000', 'DURATION:a while'], '2026-10-26'],
    ['of a length without end', ['DTSTART:20261026T090000', `DURATION:P${'9'.repeat(400)}D`], '2026-10-26'],
    ['a time without an end', ['DTSTART:20261026T090000'], '2026-10-26'],
    ['a school day', ['DTSTART:20261026T084500', 'DTEND:20261026T151500'], '2026-10-26'],
    ['until midnight', ['DTSTART:20261026T000000', 'DTEND:20261031T000000'], '2026-10-26 to 2026-10-30'],
    ['a moment', ['DTSTART:20261026T000000', 'DTEND:20261026T000000'], '2026-10-26'],
    [
      'in a zone the file does not explain',
      ['DTSTART;TZID=Europe/London:20260901T003000', 'DTEND;TZID=Europe/London:20260901T233000'],
      '2026-09-01',
    ],
    ['in a zone nobody knows', ['DTSTART;TZID="GMT Standard Time":20260901T000000'], '2026-09-01'],
    ['in UTC, in winter', ['DTSTART:20261221T000000Z', 'DTEND:20261222T000000Z'], '2026-12-21'],
    ['in UTC, which is the day before in summer', ['DTSTART:20260831T230000Z', 'DTEND:20260901T230000Z'], '2026-09-01'],
    ['in UTC as if that were English time', ['DTSTART:20260901T000000Z', 'DTEND:20260902T000000Z'], '2026-09-01'],
    ['small letters', ['dtstart;value=date:20261026'], '2026-10-26'],
    [
      'an alarm that has a start of its own',
      ['BEGIN:VALARM', 'DTSTART:20200101', 'END:VALARM', 'DTSTART:20261026'],
      '2026-10-26',
    ],
    ['a repeat, read once', ['DTSTART:20261026', 'RRULE:FREQ=YEARLY'], '2026-10-26'],
    ['a repeat without end, read once', ['DTSTART:20261026T090000', 'RRULE:FREQ=SECONDLY'], '2026-10-26'],
    ['a start given twice, read once', ['DTSTART:20261026', 'DTSTART:20261102'], '2026-10-26'],
  ])('%s', async (_, lines, days) => {
    expect(await daysOf(...lines)).toEqual([days])
  })

  test.each<[why: string, lines: string[]]>([
    ['no start', ['DTEND;VALUE=DATE:20261031']],
    ['a start that is no day', ['DTSTART:Monday']],
    ['an empty start', ['DTSTART:']],
    ['30 February', ['DTSTART;VALUE=DATE:20270230']],
    ['month 13', ['DTSTART;VALUE=DATE:20271301']],
    ['the year 9999', ['DTSTART;VALUE=DATE:99991231', 'DTEND;VALUE=DATE:99991231']],
    ['the year 1601', ['DTSTART:16010101T000000Z']],
    ['a start that is a period', ['DTSTART;VALUE=PERIOD:20261026T090000/P1D']],
    ['a start of no type', ['DTSTART;VALUE=constructor:20261026', 'DTSTART;VALUE=__proto__:20261026']],
    ['an end before its start', ['DTSTART;VALUE=DATE:20261026', 'DTEND;VALUE=DATE:20261020']],
    ['a length before its start', ['DTSTART;VALUE=DATE:20261026', 'DURATION:-P5D']],
    ['called off', ['DTSTART;VALUE=DATE:20261026', 'STATUS:CANCELLED']],
  ])('an event is left out that has %s', async (_, lines) => {
    expect(await daysOf(...lines)).toEqual([])
  })

  test('an end past the century is no end', async () => {
    expect(await daysOf('DTSTART;VALUE=DATE:20261026', 'DTEND;VALUE=DATE:99991231')).toEqual(['2026-10-26'])
  })
})

describe('the title of an event', () => {
  test.each<[why: string, line: string, title: string]>([
    ['as it stands', 'SUMMARY:Autumn half-term', 'Autumn half-term'],
    ['with a language', 'SUMMARY;LANGUAGE=en-gb:Term 1', 'Term 1'],
    ['with what it quotes', 'SUMMARY;ALTREP="https://council.example/a;b:c":Term 1', 'Term 1'],
    ['marks made whole', 'SUMMARY:Christmas\\, and\\; New Year\\nholiday', 'Christmas, and; New Year holiday'],
    ['folded', 'SUMMARY:Summer half-\r\n term', 'Summer half-term'],
    ['folded with a tab', 'SUMMARY:Summer half-\r\n\tterm', 'Summer half-term'],
    ['folded inside its name', 'SUMM\r\n ARY:Term 1', 'Term 1'],
    ['with spaces about it', 'SUMMARY:  Term   1 ', 'Term 1'],
  ])('%s', async (_, line, title) => {
    const text = calendar('BEGIN:VEVENT', 'DTSTART;VALUE=DATE:20261026', line, 'END:VEVENT')
    expect(await readTermDates(text)).toEqual([{ title, from: '2026-10-26', until: '2026-10-26' }])
  })

  test.each(['', 'SUMMARY:', 'SUMMARY: ', `SUMMARY:${'term '.repeat(500)}`])('%.20s leaves it out', async (line) => {
    expect(await readTermDates(calendar('BEGIN:VEVENT', 'DTSTART:20261026', line, 'END:VEVENT'))).toEqual([])
  })
})

describe('a file', () => {
  const halfTerm = { title: 'Half term', from: '2026-10-26', until: '2026-10-26' }
  const whole = calendar(event('DTSTART;VALUE=DATE:20261026'))

  test.each<[why: string, text: string]>([
    ['as it should be', whole],
    ['with line feeds', whole.replaceAll('\r\n', '\n')],
    ['with carriage returns', whole.replaceAll('\r\n', '\r')],
    ['with a mark of its byte order', `\uFEFF${whole}`],
    ['with empty lines', `\r\n${whole.replaceAll('\r\n', '\r\n\r\n')}\r\n\r\n`],
    [
      'with a description that breaks across lines',
      whole.replace('SUMMARY', 'DESCRIPTION:Closed\r\nfor all\r\nSUMMARY'),
    ],
    ['with a line that is broken', whole.replace('SUMMARY', 'DTEND;VALUE\r\nLOCATION;"\r\nSUMMARY')],
    [
      'with things to do',
      whole.replace('BEGIN:VEVENT', 'BEGIN:VTODO\r\nSUMMARY:x\r\nDTSTART:20260101\r\nEND:VTODO\r\nBEGIN:VEVENT'),
    ],
    ['after a contact', `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Council\r\nEND:VCARD\r\n${whole}`],
    ['after a line about nothing', `Content-Type: text/calendar\r\n\r\n${whole}`],
  ])('%s is read', async (_, text) => {
    expect(await readTermDates(text)).toEqual([halfTerm])
  })

  test('with several calendars gives the events of all', async () => {
    expect(await readTermDates(`${whole}\r\n${whole}`)).toEqual([halfTerm, halfTerm])
  })

  test('without events gives none', async () => {
    expect(await readTermDates(calendar())).toEqual([])
  })

  test.each(readdirSync(FIXTURES))('%s reads the same with other line ends', async (name) => {
    const text = readFileSync(new URL(name, FIXTURES), 'utf8')
    const dates = await readTermDates(text)
    expect(dates.length).toBe(text.match(/^BEGIN:VEVENT$/gm)?.length)
    expect(await readTermDates(text.replaceAll('\n', '\r\n'))).toEqual(dates)
  })
})

describe('what is no calendar', () => {
  const manyTimes = (text: string, times: number) => `${text}\n`.repeat(times)

  test.each<[why: string, text: string]>([
    ['nothing', ''],
    ['a space', ' '],
    ['a page', '<!doctype html><html><head><title>Sign in: term dates</title></head><body>Term: 1</body></html>'],
    ['JSON', '{"BEGIN":"VCALENDAR"}'],
    ['bytes', String.fromCharCode(...Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256))],
    ['letters of two bytes', [...calendar(event('DTSTART:20261026'))].join('\0')],
    ['a contact', 'BEGIN:VCARD\nVERSION:4.0\nFN:Council\nEND:VCARD'],
    ['an event on its own', event('DTSTART:20261026')],
    ['a calendar that breaks off', calendar(event('DTSTART:20261026')).slice(0, -20)],
    ['ends without beginnings', `${manyTimes('END:VCALENDAR', 9)}${calendar()}`],
    ['a property before anything', `SUMMARY:x\n${calendar()}`],
    ['depths without end', manyTimes('BEGIN:VEVENT', 2000)],
    ['depths of something else', manyTimes('BEGIN:A', 100_000)],
  ])('%s is refused', async (_, text) => {
    await expect(readTermDates(text)).rejects.toMatchObject({ name: 'AppError', code: 'terms/unreadable' })
  })

  test.each<[why: string, text: string]>([
    ['10,000 events', calendar(...Array.from({ length: 10_000 }, () => event('DTSTART:20261026')))],
    ['2001 events', calendar(...Array.from({ length: 2001 }, () => event('DTSTART:20261026')))],
    ['more than a mebibyte', `${calendar()}${' '.repeat(1024 * 1024)}`],
  ])('%s are too many', async (_, text) => {
    await expect(readTermDates(text)).rejects.toMatchObject({ name: 'AppError', code: 'terms/unreadable' })
  })

  test('2000 events are not', async () => {
    const dates = await readTermDates(calendar(...Array.from({ length: 2000 }, () => event('DTSTART:20261026'))))
    expect(dates.length).toBe(2000)
  })

  // Each is near a mebibyte, made to take time or room.
  test.each<[why: string, line: string]>([
    ['a line that is all parameters', `ATTENDEE${';A=B'.repeat(250_000)}`],
    ['a title that is all parameters', `SUMMARY${';A="B"'.repeat(170_000)}`],
    ['a line that is all folds', `DESCRIPTION:${'\r\n x'.repeat(250_000)}`],
    ['a day that is all digits', `DTSTART:${'2'.repeat(1_000_000)}`],
    ['a line that is all quotes', `DTSTART;TZID=${'"'.repeat(1_000_000)}`],
    ['things within things', `${'BEGIN:A\r\n'.repeat(50_000)}${'END:A\r\n'.repeat(50_000)}X:`],
  ])('%s does not hold up the rest', async (_, line) => {
    expect(await daysOf(line, 'DTSTART:20261026')).toEqual(['2026-10-26'])
  })
})

describe('whatever is in a file', () => {
  const value = fc.oneof(
    fc.constantFrom(
      '20261026',
      '20261031T090000',
      '20260901T230000Z',
      'P5D',
      '-P1W',
      'x',
      '',
      'VEVENT',
      'VCALENDAR',
      '20270230',
      '99991231',
    ),
    fc.string({ unit: 'binary', maxLength: 20 }),
  )
  const name = fc.constantFrom('BEGIN', 'END', 'SUMMARY', 'DTSTART', 'DTEND', 'DURATION', 'STATUS', 'RRULE', 'x', ' ')
  const parameter = fc.constantFrom(
    '',
    '',
    ';VALUE=DATE',
    ';VALUE=PERIOD',
    ';VALUE=DURATION',
    ';TZID=""',
    ';X="a"b',
    ';X=a,b',
    ';__proto__=x',
    ';',
  )
  const line = fc.tuple(name, parameter, value).map(([name, parameter, value]) => `${name}${parameter}:${value}`)
  const inside = fc.array(line, { maxLength: 8 }).map((lines) => event(...lines))
  const file = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(line).map((lines) => lines.join('\n')),
    fc.array(inside, { maxLength: 5 }).map((events) => calendar(...events)),
  )

  test('it is read, or refused with a code of ours', async () => {
    await fc.assert(
      fc.asyncProperty(file, async (text) => {
        try {
          for (const { title, from, until } of await readTermDates(text)) {
            expect(title).not.toBe('')
            expect(daysBetween(from, until)).toBeGreaterThanOrEqual(0)
            expect([from, until].every((day) => /^20\d\d-\d\d-\d\d$/.test(day))).toBe(true)
          }
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          expect(error.code).toBe('terms/unreadable')
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('a refusal does not quote it', async () => {
    const secret = 'Amelia Thornbury'
    const text = `BEGIN:VCALENDAR\nSUMMARY:${secret}\nBEGIN:VEVENT`
    const error = await readTermDates(text).catch((error: Error) => error)
    expect(error).toBeInstanceOf(AppError)
    expect(`${(error as Error).message}${(error as Error).cause}`).not.toContain(secret)
  })
})
