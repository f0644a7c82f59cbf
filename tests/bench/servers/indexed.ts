import type { Bundle } from '@medplum/fhirtypes'

export type Resource = { resourceType: string; id: string; meta: { versionId: string; lastUpdated: string } }

/** Made-up children as a server with the right indexes holds them: whatever is asked is one look into a map. */
export type Indexed = {
  read(reference: string): Resource | undefined
  /** The resources of a kind about some children, or that name somebody: `Goal?subject=Patient/a,Patient/b`. */
  search(type: string, query: URLSearchParams): Resource[]
  /** Writes one thing anew about one child in a hundred of those that an agreement with `actor` is about. */
  changeOnePercent(actor: string, at: string): number
}

/** @param others resources beside those of the Bundles */
export function indexed(bundles: readonly Bundle[], others: readonly unknown[], writtenAt: string): Indexed {
  const byReference = new Map<string, Resource>()
  /** `Goal Patient/a`, and `Consent Organization/b` of those that name somebody. */
  const byName = new Map<string, Resource[]>()
  for (const one of [...bundles.flatMap(({ entry = [] }) => entry.map(({ resource }) => resource)), ...others]) {
    const resource = { ...(one as Resource), meta: { versionId: '1', lastUpdated: writtenAt } }
    const { resourceType, id } = resource
    if (byReference.has(`${resourceType}/${id}`)) continue
    byReference.set(`${resourceType}/${id}`, resource)
    for (const name of namesIn(resource)) {
      const list = byName.get(`${resourceType} ${name}`) ?? []
      byName.set(`${resourceType} ${name}`, [...list, resource])
    }
  }
  const named = (type: string, names: string) => names.split(',').flatMap((name) => byName.get(`${type} ${name}`) ?? [])
  return {
    read: (reference) => byReference.get(reference),
    search: (type, query) => {
      const by = ['patient', 'subject', 'actor', 'agent', 'participant', 'member'].find((name) => query.has(name))
      const since = query.get('_lastUpdated')?.replace(/^gt/, '')
      const found = new Set(named(type, query.get(by ?? '') ?? ''))
      return [...found].filter(({ meta }) => since === undefined || meta.lastUpdated > since)
    },
    changeOnePercent: (actor, at) => {
      const children = [...new Set(named('Consent', actor).flatMap(childOf))].sort()
      const changed = children.filter((_, index) => index % 100 === 0).flatMap((child) => named('Task', child)[0] ?? [])
      for (const task of changed) {
        Object.assign(task, { description: 'Changed', meta: { versionId: '2', lastUpdated: at } })
      }
      return changed.length
    },
  }
}

/** Whom a search finds it by: the child it is about, and of an agreement, a disclosure or a team, who is named in it. */
function namesIn(resource: Resource): string[] {
  const { provision, agent, participant } = resource as { provision?: { actor?: unknown }; [other: string]: unknown }
  const parts = [childOf(resource), (resource as { target?: unknown }).target, provision?.actor, agent, participant]
  const found = JSON.stringify(parts).matchAll(/"((?:Patient|PractitionerRole|Practitioner|Organization)\/[^"]+)"/g)
  return [...new Set(Array.from(found, ([, name = '']) => name))]
}

function childOf(resource: object): string[] {
  const { patient, subject, for: about } = resource as Record<string, { reference?: string } | undefined>
  return [patient ?? subject ?? about].flatMap((one) => one?.reference ?? [])
}
