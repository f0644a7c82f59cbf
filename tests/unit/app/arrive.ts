import type { Arrival } from '../../../src/app/ingest/cover.ts'
import { type Ingested, ingest } from '../../../src/app/ingest/ingest.ts'
import { readViewer } from '../../../src/fhir/read-viewer.ts'
import { FAMILIES, practiceViewer } from '../../../src/practice/families/index.ts'
import type { Viewer } from '../../../src/record/viewer.ts'
import { readBundle } from '../../../src/sources/read-bundle.ts'

/** The Saturday on which the families are looked at. */
export const NOW = Date.parse('2026-11-21T10:00:00Z')

export type Resource = { resourceType: string; id: string } & Record<string, unknown>

export const NAMES = FAMILIES.map(({ id }) => id?.replace(/-bundle$/, '') ?? '')

/** Everybody who signs in at any place of the families, by the id of their role. */
export const VIEWER = Object.fromEntries(
  ['khan', 'tran', 'flynn', 'okafor', 'bello', 'dean', 'adeyemi', 'shah', 'price', 'grant', 'ortiz'].map((id) => [
    id,
    readViewer(practiceViewer(`PractitionerRole/${id}`)),
  ]),
) as Record<
  'khan' | 'tran' | 'flynn' | 'okafor' | 'bello' | 'dean' | 'adeyemi' | 'shah' | 'price' | 'grant' | 'ortiz',
  Viewer
>

/** A fresh copy of one family's resources, to be changed at will. */
export function family(name: string): Resource[] {
  const bundle = FAMILIES.find(({ id }) => id === `${name}-bundle`)
  return structuredClone(readBundle(bundle)) as Resource[]
}

export function find(resources: Resource[], resourceType: string, id?: string): Resource {
  const found = resources.find((one) => one.resourceType === resourceType && (id === undefined || one.id === id))
  if (!found) throw new Error(`no ${resourceType} ${id}`)
  return found
}

export function arrive(raw: unknown[], viewer: Viewer = VIEWER.shah, nowMs = NOW): Ingested {
  const arrival: Arrival = { child: 'c1', source: { id: 's1', name: 'Practice', viewer }, nowMs }
  return ingest(raw, arrival)
}

export function arriveWhole(raw: unknown[], viewer: Viewer = VIEWER.shah, nowMs = NOW) {
  const ingested = arrive(raw, viewer, nowMs)
  if (ingested.kind !== 'record') throw new Error('nothing may be kept')
  return ingested
}

/** Every text in a value, however deep. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
