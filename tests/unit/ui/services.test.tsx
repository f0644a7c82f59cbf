import { renderToString } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import type { LocalServices } from '../../../src/app/list-services.ts'
import { DAY_MS, MINUTE_MS } from '../../../src/core/time.ts'
import type { Service } from '../../../src/record/services.ts'
import { namesStatus } from '../../../src/record/status-words.ts'
import { ClassTeacherPage } from '../../../src/ui/child/class-teacher-page.tsx'
import type { Opened } from '../../../src/ui/child/opened.ts'
import { NoDirectory } from '../../../src/ui/child/services.tsx'
import { type Found, ServicesFound } from '../../../src/ui/child/services-found.tsx'
import type { PageState } from '../../../src/ui/page-state.ts'
import { TEACHER } from '../../fixtures/viewers.ts'

const NOW = Date.parse('2026-11-22T10:00:00Z')
const READ_AT = Date.parse('2026-11-20T10:00:00Z')

function service(id: string, changes: Partial<Service> = {}): Service {
  return {
    id,
    kind: 'family-hub',
    name: `Hub ${id}`,
    organisation: 'Northmoor Council',
    about: 'Stay and play.',
    whoFor: undefined,
    ages: { from: undefined, until: undefined },
    area: 'Eastgate',
    cost: 'free',
    phone: '01632 960 201',
    email: undefined,
    web: undefined,
    assuredOn: undefined,
    ...changes,
  }
}

const NEVER_READ: LocalServices = {
  services: [],
  readAtMs: undefined,
  isCut: false,
  isDue: true,
  asksItself: false,
  isTooOld: false,
  failed: undefined,
  waitUntilMs: undefined,
}
const READ: LocalServices = { ...NEVER_READ, services: [service('1')], readAtMs: READ_AT, isDue: false }

function html(local: LocalServices, changes: Partial<Found> = {}): string {
  const found = { council: 'Northmoor Council', isMadeUp: false, local, audience: 'gp', age: 10, nowMs: NOW } as const
  return renderToString(
    <ServicesFound {...found} isAsking={false} refused={undefined} onLook={() => {}} {...changes} />,
  )
}

function text(local: LocalServices, changes: Partial<Found> = {}): string {
  return html(local, changes)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
}

function buttons(local: LocalServices, changes: Partial<Found> = {}): string[] {
  return [...html(local, changes).matchAll(/<button[^>]*>([^<]*)<\/button>/g)].map(([, words = '']) => words)
}

describe('what is shown when', () => {
  test('the organisation has named no list: who can add one, and nothing to press', () => {
    const shown = renderToString(<NoDirectory helpText="Ring Jo on 01632 960000." />)
    expect(shown).toContain('Whoever looks after Handrail there can add it: Ring Jo on 01632 960000.')
    expect(shown).not.toMatch(/<button|<a /)
    expect(renderToString(<NoDirectory helpText={undefined} />)).toContain('can add it.')
  })

  test('it has never been asked: what is sent, and one button', () => {
    expect(text(NEVER_READ)).toContain('the council is told nothing about any child, nor why you look.')
    expect(buttons(NEVER_READ)).toEqual(['Look for local services'])
  })

  test('it is being asked: that, and no button', () => {
    expect(html(NEVER_READ, { isAsking: true })).toContain(
      '<p role="status">Looking through Northmoor Council’s list…</p>',
    )
    expect(buttons(NEVER_READ, { isAsking: true })).toEqual([])
  })

  test('it has been read: as at which day, the groups of the journey in order, and no button', () => {
    expect(text(READ)).toContain('From Northmoor Council’s list of services, as at 20 Nov.')
    const titles = [...html(READ).matchAll(/<h3>(.*?)<\/h3>/g)].map(([, title = '']) =>
      title.replaceAll(/<[^>]+>/g, ''),
    )
    expect(titles).toEqual(['For everyone universal', 'For some families targeted', 'For a few families specialist'])
    expect(text(READ)).toContain('Nothing that we look for is in the list.')
    expect(buttons(READ)).toEqual([])
  })

  test('nothing in it is of use: that this is not to say that there is nothing', () => {
    const shown = text({ ...READ, services: [] })
    expect(shown).toContain('There may be something all the same: ask the council.')
    expect(shown).not.toContain('For everyone')
  })

  test('there are many: five of a group, and the rest behind a word', () => {
    const shown = html({ ...READ, services: Array.from({ length: 12 }, (_, at) => service(`${at}`)) })
    const [first = '', rest = ''] = shown.split('7 more for everyone')
    expect(first.match(/<li>/g)).toHaveLength(5)
    expect(rest.split('<h3>')[0]?.match(/<li>/g)).toHaveLength(7)
  })

  test('it has been cut: that something may be missing', () => {
    expect(text({ ...READ, isCut: true })).toContain('something may be missing here')
    expect(text(READ)).not.toContain('something may be missing here')
  })

  test('it is a week old: the copy, and a way to a new one', () => {
    expect(buttons({ ...READ, isDue: true })).toEqual(['Get the list again'])
    expect(text({ ...READ, isDue: true })).toContain('Hub 1')
  })

  test('it is far too old: from when it is', () => {
    const old = { ...READ, readAtMs: NOW - 400 * DAY_MS, isDue: true, isTooOld: true }
    expect(text(old)).toContain('This list is from 18 Oct 2025. Ring before you rely on it.')
  })

  test('it is made up: that it is, and nothing to press', () => {
    const shown = { isMadeUp: true }
    expect(text({ ...READ, readAtMs: undefined }, shown)).toContain('which is made up')
    expect(buttons({ ...READ, readAtMs: undefined }, shown)).toEqual([])
  })
})

describe('when it cannot be had', () => {
  test.each([
    ['source/unreachable', 'We cannot reach Northmoor Council’s list of services.', 'Check that you are online'],
    ['source/busy', 'Northmoor Council’s list of services is busy.', 'Wait a few minutes'],
    ['source/not-permitted', 'Handrail was not allowed to ask Northmoor Council.', 'choose Allow'],
    ['source/not-fhir', 'it is not a list of services that we can read', 'If this network asks you to sign in'],
    ['source/too-large', 'it is not a list of services that we can read', 'check the address'],
  ] as const)('%s is said, with the next step', (failed, words, next) => {
    const shown = text({ ...NEVER_READ, failed })
    expect(shown).toContain(words)
    expect(shown).toContain(next)
    expect(shown).not.toContain('publishes a list')
    expect(buttons({ ...NEVER_READ, failed })).toEqual(['Try again'])
  })

  test('the copy stays, and says of when it is', () => {
    const shown = text({ ...READ, failed: 'source/unreachable', isDue: true })
    expect(shown).toContain('You are seeing the copy from 20 Nov.')
    expect(shown).toContain('Hub 1')
  })

  test('that it asks to be left alone is said, and there is no button until then', () => {
    const waiting = { ...NEVER_READ, failed: 'source/busy' as const, waitUntilMs: NOW + 30 * MINUTE_MS }
    expect(text(waiting)).toContain('It has asked us to wait. Try again after 10:30am.')
    expect(buttons(waiting)).toEqual([])
  })

  test('that somebody said no to the browser is said', () => {
    expect(text(NEVER_READ, { refused: 'source/not-permitted' })).toContain('was not allowed to ask')
  })
})

describe('one service', () => {
  const shown = (changes: Partial<Service>) => html({ ...READ, services: [service('1', changes)] })

  test('says what it is in its first line, and the rest when it is opened', () => {
    const words = text({
      ...READ,
      services: [service('1', { ages: { from: 10, until: 18 }, assuredOn: '2026-06-24' })],
    })
    expect(words).toContain('Hub 1 Family hub · Eastgate Stay and play.')
    expect(words).toContain(
      'Run by Northmoor Council Who for Ages 10 to 18 Cost Free Contact 01632 960 201 Last checked 24 June 2026',
    )
  })

  test('says what is not known', () => {
    const words = text({ ...READ, services: [service('1', { cost: undefined, phone: undefined })] })
    expect(words).toContain('Who for Not known Cost Not known Contact Not known Last checked Not known')
  })

  test('is linked over https alone, telling nobody where from', () => {
    const link = shown({ web: 'https://hub.example.org/path?x=1' })
    expect(link).toContain(
      '<a href="https://hub.example.org/path?x=1" target="_blank" rel="noopener noreferrer" referrerpolicy="no-referrer">hub.example.org (new tab)</a>',
    )
    expect(shown({ web: 'http://hub.example.org/' })).not.toContain('<a ')
    expect(shown({ web: 'http://hub.example.org/' })).toContain('hub.example.org')
    expect(shown({ phone: '111', email: 'a@example.org' })).not.toMatch(/tel:|mailto:|<a /)
  })

  test('is text, whatever it holds', () => {
    expect(shown({ name: '<img src=x onerror=alert(1)>', about: '<script>x</script>' })).not.toMatch(/<img|<script/)
  })
})

test('a class teacher’s page has nothing of it', () => {
  const cover = {
    knownAs: 'Sam',
    bornOn: '2016-05-12',
    checkedAtMs: NOW,
    sharing: { recipients: [] },
  } as unknown as Opened['cover']
  const contents: Opened['contents'] = { plan: { plan: undefined }, 'family-support': { facts: [] } }
  const opened = { kind: 'open', cover, viewer: TEACHER, contents, underDuty: [] } as unknown as Opened
  const page = { app: { now: () => NOW }, version: { value: 0 } } as unknown as PageState
  const shown = renderToString(<ClassTeacherPage opened={opened} page={page} />)
  expect(shown).toContain('section-family-support')
  expect(shown).not.toMatch(/near here|services/i)
  expect(namesStatus(shown)).toBe(false)
  expect(html(READ, { audience: 'class-teacher' })).not.toContain('Hub 1')
})
