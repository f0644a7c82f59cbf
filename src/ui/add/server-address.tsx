import { readPolicy } from '../../app/policy.ts'
import type { PageState } from '../page-state.ts'
import { useLoaded } from '../use-loaded.ts'

/** Where a record server is: typed, or one of those that the organisation names. */
export function ServerAddress({ page }: { page: PageState }) {
  const loaded = useLoaded(() => readPolicy(page.app))
  const named = loaded.kind === 'ready' ? loaded.value.settings.sources.value : 'any'
  if (named !== 'any' && named.length > 0) {
    return (
      <div class="field">
        <label for="address">Record server</label>
        <select id="address" name="address">
          {named.map(({ baseUrl }) => (
            <option key={baseUrl} value={baseUrl}>
              {new URL(baseUrl).host}
            </option>
          ))}
        </select>
      </div>
    )
  }
  return (
    <div class="field">
      <label for="address">Address of the record server</label>
      <span class="hint" id="address-hint">
        It starts with https://
      </span>
      <input id="address" name="address" type="url" inputMode="url" aria-describedby="address-hint" required />
    </div>
  )
}
