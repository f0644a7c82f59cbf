import type { Bundle, BundleEntry, Patient } from '@medplum/fhirtypes'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OpenBrowser } from '../../src/cli/browser.ts'
import {
  chooseHow,
  keepWords,
  openChild,
  press,
  SCHOOL_MORNING,
  setUpWithServer,
  textOnScreen,
  waitForText,
} from '../../src/cli/drive.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'
import { WRITTEN_FOR } from '../../src/practice/families/index.ts'
import { IDENTIFIER_SYSTEM } from '../../src/record/code-systems.ts'
import { expectAccessible, openBuiltExtension, readVault } from './extension.ts'

let practice: Practice
let opened: OpenBrowser
let popup: Page

beforeAll(async () => {
  practice = await startPractice({ year: WRITTEN_FOR, clock: SCHOOL_MORNING })
  opened = await openBuiltExtension({ clock: SCHOOL_MORNING })
  await setUpWithServer(opened, practice, 'practice-class-teacher')
  popup = await opened.openPage('popup.html')
})
afterAll(async () => {
  await opened?.close()
  await practice?.stop()
})
beforeEach(() => practice.server.faults.clear())

/** The nth answer of a batch, as Bundles are typed too widely to say. */
const part = (body: unknown, at: number) =>
  (body as Bundle).entry?.[at]?.resource as unknown as Bundle & {
    identifier: object[]
  }

describe('an answer that cannot be used costs nobody the last good copy', () => {
  const faults = [
    {
      title: 'a sign-in page in place of an answer',
      fault: {
        to: 'GET /fhir/Consent',
        instead: { status: 200, contentType: 'text/html', body: '<title>Hello</title>' },
      },
      says: ['Something answered, but it is not a record server.', 'You are seeing the last copy.'],
    },
    {
      title: 'a source that hangs up, as often as Chromium asks again by itself',
      fault: { to: 'POST /fhir', hangUp: true as const },
      times: 10,
      says: ['We cannot reach the place your records come from.', 'Check that you are online'],
    },
    {
      title: 'a source that is too busy',
      fault: { to: 'GET /fhir/Consent', instead: { status: 503 } },
      says: ['The record server is busy.', 'Wait a few minutes'],
    },
    {
      title: 'an access code that has been ended',
      fault: { to: 'GET /fhir/Consent', instead: { status: 401, body: {} } },
      says: ['Your access code was not accepted.', 'ask your organisation for a new one'],
    },
    {
      title: 'half an answer',
      fault: { to: 'POST /fhir', change: (body: unknown) => JSON.stringify(body).slice(0, 2000) },
      says: ['Something answered, but it is not a record server.'],
    },
    {
      title: 'a record about two children',
      fault: {
        to: 'POST /fhir',
        change: (body: unknown) => {
          const other = {
            resourceType: 'Observation',
            id: 'x',
            status: 'final',
            code: {},
            subject: { reference: 'Patient/x' },
          }
          part(body, 9).entry?.push({ resource: other } as unknown as BundleEntry)
          return body as object
        },
      },
      says: [
        'These details are for two different children, so we have not opened them.',
        'A good copy from before is kept.',
      ],
    },
    {
      title: 'a record with an old and a new number',
      fault: {
        to: 'POST /fhir',
        change: (body: unknown) => {
          const number = (value: string, use: string) => ({ system: IDENTIFIER_SYSTEM.nhsNumber, use, value })
          part(body, 0).identifier.push(number('9990000085', 'old'), number('9990000093', 'official'))
          return body as object
        },
      },
      says: ['This record has two numbers of one kind for one child', 'It must remove the old number.'],
    },
    {
      title: 'a record with a broken part',
      fault: {
        to: 'POST /fhir',
        change: (body: unknown) => {
          part(body, 9).entry?.push({ resource: { resourceType: 'Observation' } } as unknown as BundleEntry)
          return body as object
        },
      },
      says: ['Part of this record does not make sense, so we have not opened it.'],
    },
  ]

  it.each(faults)('$title', async ({ fault, says, times = 1 }) => {
    const before = await readVault(popup)
    const { faults, repository } = practice.server
    const spoil = 'change' in fault ? fault.change : undefined
    if (spoil) {
      // A record that is as it was is not sent again; and what else is asked in a batch is let through.
      const sam = await repository.readResource<Patient>('Patient', 'sam')
      await repository.updateResource({ ...sam, multipleBirthInteger: (sam.multipleBirthInteger ?? 0) + 1 })
      let isDone = false
      const change = (body: unknown) => {
        if (isDone || !isRecord(body)) return body as object
        isDone = true
        return spoil(body)
      }
      for (let batch = 0; batch < MOST_BATCHES; batch++) faults.answerNext({ to: fault.to, change })
    } else {
      for (let time = 0; time < times; time++) faults.answerNext({ ...fault })
    }
    await press(popup, 'Refresh')
    for (const text of says) await waitForText(popup, text)
    faults.clear()
    await expectAccessible(popup)

    const after = await readVault(popup)
    expect(after.map(({ cover }) => cover.name).sort()).toEqual(before.map(({ cover }) => cover.name).sort())
    const [unchanged] = after.filter(({ cover }) => before.some((one) => one.cover.checkedAtMs === cover.checkedAtMs))
    expect(unchanged).toBeDefined()
    for (const { contents, cover } of after) {
      expect(contents).toEqual(before.find((one) => one.cover.child === cover.child)?.contents)
    }
  })

  it('is forgotten at the next good answer', async () => {
    await press(popup, 'Refresh')
    await waitForText(popup, 'Checked today')
    expect(await popup.$('.notice.error')).toBeNull()
  })
})

/** More than one refresh asks in. */
const MOST_BATCHES = 100

/** Sam's whole record, as it is asked for in one batch. */
function isRecord(body: unknown): boolean {
  const { entry = [] } = body as Bundle
  return entry.length === 11 && entry[0]?.resource?.id === 'sam'
}

describe('an agreement that is withdrawn', () => {
  it('takes the child off the screen and out of every box at the next refresh', async () => {
    const panel = await openChild(opened, 'Sam Carter')
    const consent = await practice.server.repository.readResource('Consent', 'sam-agreement-1')
    await practice.server.repository.updateResource({ ...consent, status: 'inactive' } as typeof consent)
    await press(popup, 'Refresh')
    await waitForText(popup, 'Sharing has stopped for 1 child. We have removed the copy from this computer.')
    await waitForText(panel, 'This record is not on this computer.')
    expect(await textOnScreen(panel)).not.toContain('Carter')
    await expectAccessible(panel)
    expect((await readVault(popup)).map(({ cover }) => cover.name)).not.toContain('Sam Carter')
    await panel.close()
  })
})

describe('setting up', () => {
  it('starts again from nothing, and says what is wrong with an address, a code or a role', async () => {
    const page = await opened.openPage('welcome.html')
    await page.bringToFront()
    await page.locator('::-p-xpath(//summary[contains(., "Use different records")])').click()
    await press(page, 'Remove everything and start again')
    await press(page, 'Add where your records come from')
    await expectAccessible(page)
    await keepWords(page)
    await chooseHow(page, 'code')
    await page.locator('#address').fill('http://records.example')
    await page.locator('#code').fill('practice-gp')
    await press(page, 'Connect')
    await waitForText(page, 'That is not an address we can use.')
    await page.locator('#address').fill(practice.server.url)
    await page.locator('#code').fill('not-a-code')
    await press(page, 'Connect')
    await waitForText(page, 'Your access code was not accepted.')
    await expectAccessible(page)
    await page.locator('#code').fill('practice-gp')
    await press(page, 'Connect')
    await waitForText(page, 'You are Dr Shah')
    await page.close()
  })

  it('takes a new access code in place of the old one, and nobody is left with two roles', async () => {
    const page = await opened.openPage('welcome.html')
    const useCode = async (code: string) => {
      await page.bringToFront()
      await page.locator('::-p-xpath(//summary[contains(., "Add more, or use another place")])').click()
      await chooseHow(page, 'code')
      await page.locator('#address').fill(practice.server.url)
      await page.locator('#code').fill(code)
      await press(page, 'Connect')
    }
    await useCode('practice-virtual-school-head')
    await waitForText(page, 'You are Ms Adeyemi')
    expect((await readVault(page)).map(({ cover }) => cover.name)).not.toContain('Ruby')
    await page.reload()
    await useCode('practice-gp')
    await waitForText(page, 'You are Dr Shah')
    expect((await readVault(page)).map(({ cover }) => cover.name)).toContain('Ruby')
    await page.close()
  })
})

describe('a source that is down', () => {
  it('leaves the last copy open, with a plain sentence and a way to try again', async () => {
    await practice.server.stop()
    await popup.bringToFront()
    await press(popup, 'Refresh')
    await waitForText(popup, 'We cannot reach the place your records come from.')
    const panel = await openChild(opened, 'Mia Doyle')
    expect(await textOnScreen(panel)).toContain('Special guardianship order')
    await panel.close()
  })
})
