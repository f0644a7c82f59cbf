import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addFhirServer } from '../../../src/app/add-source.ts'
import { importTerms } from '../../../src/app/import-terms.ts'
import { listChanges } from '../../../src/app/list-changes.ts'
import { listToLookAt } from '../../../src/app/list-to-look-at.ts'
import { changeSchooling, lookAtCard, tickCard } from '../../../src/app/mark-guidance.ts'
import { readYear } from '../../../src/app/read-year.ts'
import { refresh } from '../../../src/app/refresh.ts'
import { changeSchool, readSchool } from '../../../src/app/school.ts'
import { suggestGuidance, wholeClassThisWeek } from '../../../src/app/suggest-guidance.ts'
import { codeOf } from '../../../src/core/errors.ts'
import { DAY_MS } from '../../../src/core/time.ts'
import { FAMILIES } from '../../../src/practice/families/index.ts'
import { lockVault } from '../../../src/vault/vault.ts'
import { confirmSam, type Laptop, openLaptop } from '../../faults/laptop.ts'
import { BASE_URL } from '../../fixtures/fhir-server.ts'
import { START } from './signed-laptop.ts'

const PAGE_OF_DATES = 'year-6-to-7/one-page-of-dates'

let laptop: Laptop

/** Mr Khan's computer, who teaches Sam in Year 6. */
beforeEach(async () => {
  laptop = await openLaptop(START, FAMILIES.slice(0, 1), ({ app }) =>
    addFhirServer(app, BASE_URL, 'practice-class-teacher'),
  )
  await refresh(laptop.app)
  await confirmSam(laptop)
})
afterEach(() => laptop.close())

async function guidance() {
  const opened = await laptop.look()
  if (opened.kind !== 'open') throw new Error(opened.kind)
  return suggestGuidance(laptop.app, opened)
}

async function daysLater(days: number): Promise<void> {
  laptop.trueMs += days * DAY_MS
  await laptop.minute()
  await refresh(laptop.app)
}

describe('guidance for one child', () => {
  it('follows the needs that the viewer was granted, and no others', async () => {
    const { now } = await guidance()
    expect(now.map(({ reason }) => reason).join()).toContain('the summary says')
    const opened = await laptop.look()
    if (opened.kind !== 'open') throw new Error(opened.kind)
    const { needs: _, ...withoutNeeds } = opened.contents
    const less = await suggestGuidance(laptop.app, { ...opened, contents: withoutNeeds })
    expect(less.now.map(({ card }) => card.tier)).toEqual(less.now.map(() => 'universal'))
    expect(less.now.map(({ reason }) => reason).join()).not.toContain('summary')
    expect(less.now.length).toBeLessThan(now.length)
  })

  it('is none without a date of birth', async () => {
    const opened = await laptop.look()
    if (opened.kind !== 'open') throw new Error(opened.kind)
    const cover = { ...opened.cover, bornOn: undefined }
    expect(await suggestGuidance(laptop.app, { ...opened, cover })).toEqual({
      now: [],
      next: [],
      later: [],
      toLookAt: [],
      changesSchool: 'not-known',
    })
  })

  it('follows another year group, until that is taken back', async () => {
    await changeSchooling(laptop.app, laptop.sam, { yearsApart: -2 })
    expect((await guidance()).now).toEqual([])
    expect(await laptop.look()).toMatchObject({ cover: { second: 'Year 4 · born 12 May' } })
    await changeSchooling(laptop.app, laptop.sam, { yearsApart: 0 })
    expect((await guidance()).now.length).toBeGreaterThan(0)
  })

  it('follows where children move', async () => {
    await changeSchool(laptop.app, (school) => ({ ...school, phases: 'all-through' }))
    expect((await guidance()).now).toEqual([])
    expect((await listChanges(laptop.app)).map(({ what }) => what)).not.toContain('moves-school')
    await changeSchool(laptop.app, (school) => ({ ...school, phases: 'primary-secondary' }))
    expect((await listChanges(laptop.app)).find(({ what }) => what === 'moves-school')?.on).toBe('2027-09-02')
  })

  it('follows another kind of school, where somebody has said that of this child', async () => {
    await changeSchooling(laptop.app, laptop.sam, { phases: 'first-middle-upper' })
    expect(await guidance()).toMatchObject({ now: [], changesSchool: 'no' })
    await changeSchooling(laptop.app, laptop.sam, { yearsApart: 2 })
    expect(await guidance()).toMatchObject({ now: [], changesSchool: 'yes' }) // Year 8, and no cards for it
    await changeSchooling(laptop.app, laptop.sam, { yearsApart: 0 })
    expect((await listChanges(laptop.app)).map(({ what }) => what)).not.toContain('moves-school')
  })

  it('follows the school’s own terms', async () => {
    const before = (await guidance()).later.find(({ card }) => card.id === 'year-6-to-7/good-goodbye')
    expect(before?.until).toBe('2027-07-21')
    await importTerms(laptop.app, calendarWith('Last day of summer term', '20270709'))
    const after = (await guidance()).later.find(({ card }) => card.id === 'year-6-to-7/good-goodbye')
    expect(after?.until).toBe('2027-07-09')
  })
})

describe('something that is tried', () => {
  beforeEach(() => tickCard(laptop.app, laptop.sam, PAGE_OF_DATES, true))

  const tried = async () => (await guidance()).toLookAt.map(({ card, due }) => `${card.id} ${due}`)

  it('is ticked from that day on, and can be taken back', async () => {
    const tick = async () => (await guidance()).now.find(({ card }) => card.id === PAGE_OF_DATES)?.tick
    expect(await tick()).toEqual({ since: '2026-11-21' })
    await daysLater(1)
    await tickCard(laptop.app, laptop.sam, PAGE_OF_DATES, true)
    expect(await tick()).toEqual({ since: '2026-11-21' })
    await tickCard(laptop.app, laptop.sam, PAGE_OF_DATES, false)
    expect(await tick()).toBeUndefined()
  })

  it('is asked about after six weeks, late after eight, though its own time is over', async () => {
    await daysLater(41)
    expect(await tried()).toEqual([])
    expect(await listToLookAt(laptop.app)).toEqual([])
    await daysLater(1)
    expect(await tried()).toEqual([`${PAGE_OF_DATES} due`])
    expect(await listToLookAt(laptop.app)).toEqual([{ child: laptop.sam, initials: 'S.C.', count: 1 }])
    expect((await guidance()).now.map(({ card }) => card.id)).not.toContain(PAGE_OF_DATES)
    await daysLater(15)
    expect(await tried()).toEqual([`${PAGE_OF_DATES} late`])
  })

  it('is asked about again six weeks after somebody has looked', async () => {
    await daysLater(45)
    await lookAtCard(laptop.app, laptop.sam, PAGE_OF_DATES)
    expect(await tried()).toEqual([])
    await daysLater(41)
    expect(await tried()).toEqual([])
    await daysLater(1)
    expect(await tried()).toEqual([`${PAGE_OF_DATES} due`])
  })

  it('is not told of any more when the needs that led to it are shared no more', async () => {
    await tickCard(laptop.app, laptop.sam, 'year-6-to-7/ask-what-they-picture', true)
    await daysLater(42)
    expect(await tried()).toContain('year-6-to-7/ask-what-they-picture due')
    const opened = await laptop.look()
    if (opened.kind !== 'open') throw new Error(opened.kind)
    const { needs: _, ...withoutNeeds } = opened.contents
    const { toLookAt } = await suggestGuidance(laptop.app, { ...opened, contents: withoutNeeds })
    expect(toLookAt.map(({ card }) => card.id)).toEqual([PAGE_OF_DATES])
    const { marks } = await readYear(laptop.app, { ...opened, contents: withoutNeeds })
    expect(marks.filter(({ id }) => id.startsWith('tried/')).map(({ id }) => id)).toEqual([`tried/${PAGE_OF_DATES}`])
  })

  it('is read and written unlocked only', async () => {
    await lockVault(laptop.app.vault)
    const locked = tickCard(laptop.app, laptop.sam, PAGE_OF_DATES, false).then(() => 'written', codeOf)
    expect(await locked).toBe('vault/locked')
  })
})

describe('whole classes', () => {
  it('have guidance locked, by the school’s own years', async () => {
    await lockVault(laptop.app.vault)
    await changeSchool(laptop.app, (school) => ({ ...school, years: { first: 0, last: 5 } }))
    expect(JSON.stringify(await wholeClassThisWeek(laptop.app))).not.toContain('"Year 6"')
    await changeSchool(laptop.app, (school) => ({ ...school, years: { first: 6, last: 6 } }))
    const { thisWeek, lessons } = await wholeClassThisWeek(laptop.app)
    expect(thisWeek.map(({ who }) => who)).toContain('Year 6')
    expect(lessons.length).toBeGreaterThan(0)
  })
})

describe('term dates', () => {
  it('stay as they were when what comes is no calendar, or one without terms', async () => {
    await importTerms(laptop.app, calendarWith('Last day of summer term', '20270709'))
    const before = await readSchool(laptop.app)
    await expect(importTerms(laptop.app, '<!doctype html>').catch(codeOf)).resolves.toBe('terms/unreadable')
    const noTerms = importTerms(laptop.app, calendarWith('Chess club', '20270709')).catch(codeOf)
    await expect(noTerms).resolves.toBe('terms/none')
    expect((await readSchool(laptop.app)).terms).toEqual(before.terms)
    expect(before.calendar(2026).lastDay).toBe('2027-07-09')
  })
})

function calendarWith(title: string, day: string): string {
  const event = ['BEGIN:VEVENT', 'UID:1@school.example', `SUMMARY:${title}`, `DTSTART;VALUE=DATE:${day}`, 'END:VEVENT']
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//A school//EN', ...event, 'END:VCALENDAR'].join('\r\n')
}
