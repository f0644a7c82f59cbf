/** One resource as the server counts its changes. `updatedMs` and `version` are 0 where the server does not say. */
export type Version = { reference: string; updatedMs: number; version: number; text: string }

/**
 * The versions of the resources that have any.
 *
 * @source FHIR R4, Resource.meta: `lastUpdated` and `versionId` change when the content does
 */
export function readVersions(raw: unknown[]): Version[] {
  return raw.flatMap((one) => {
    const { resourceType, id, meta } = (one ?? {}) as Stated
    if (typeof resourceType !== 'string' || typeof id !== 'string') return []
    const updatedMs = Date.parse(typeof meta?.lastUpdated === 'string' ? meta.lastUpdated : '') || 0
    const version = Number(meta?.versionId) || 0
    if (updatedMs === 0 && version === 0) return []
    return { reference: `${resourceType}/${id}`, updatedMs, version, text: JSON.stringify(one) }
  })
}

type Stated = { resourceType?: unknown; id?: unknown; meta?: { lastUpdated?: unknown; versionId?: unknown } | null }
