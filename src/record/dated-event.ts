import type { PlainDate } from '../core/time.ts'

/** What a calendar says happens on some days, both ends included. */
export type DatedEvent = { title: string; from: PlainDate; until: PlainDate }
