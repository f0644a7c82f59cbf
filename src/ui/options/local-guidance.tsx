import { addPack, type LocalPack, listPacks, mayAddPack, refreshPacks, removePack } from '../../app/local-packs.ts'
import { showDate, showMoment } from '../../core/time.ts'
import { parsePackAddress } from '../../guidance/local/pack-address.ts'
import { discreetly } from '../../record/discreet.ts'
import { allowServer } from '../add/allow-server.ts'
import { textIn } from '../add/text-in.ts'
import { useAdding } from '../add/use-adding.ts'
import { ErrorNotice, Notice } from '../look/notice.tsx'
import { ownerWords } from '../look/owner-words.ts'
import type { PageState } from '../page-state.ts'
import { useKept } from '../use-loaded.ts'
import { SENTENCES } from '../words.ts'

/** The packs of cards that an agency has added to those that ship, and the way to add one. */
export function LocalGuidance({ page }: { page: PageState }) {
  const { attempt, busy, failed } = useAdding(page)
  const loaded = useKept(page, async () => ({ packs: await listPacks(page.app), mayAdd: await mayAddPack(page.app) }))
  if (loaded.kind === 'loading') return null
  if (loaded.kind === 'failed') return <ErrorNotice code={loaded.code} />
  const { packs, mayAdd } = loaded.value
  const add = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    const form = event.currentTarget
    const address = textIn(event, 'pack')
    // Within the press of the button, before anything is awaited; for what is no address of a pack nobody is asked.
    const isAllowed = parsePackAddress(address) ? allowServer(page, address) : undefined
    void attempt('Fetching…', async () => {
      await isAllowed
      await addPack(page.app, address)
      form.reset()
    })
  }
  return (
    <section class="stack" aria-labelledby="local-guidance">
      <h2 id="local-guidance">Local guidance</h2>
      {packs.length === 0 && <p>None. Your agency or council may publish some of its own.</p>}
      <ul class="sources">
        {packs.map((pack) => (
          <One
            key={pack.address.thumbprint}
            pack={pack}
            page={page}
            onRemove={() => void attempt('Removing…', () => removePack(page.app, pack))}
          />
        ))}
      </ul>
      {failed.value && <ErrorNotice code={failed.value} />}
      <p role="status" class="small">
        {busy.value}
      </p>
      {packs.length > 0 && (
        <button
          type="button"
          class="button plain"
          disabled={busy.value !== ''}
          onClick={() => void attempt('Checking…', () => refreshPacks(page.app, 'now'))}
        >
          Check for newer guidance
        </button>
      )}
      {mayAdd ? (
        <details>
          <summary>Add local guidance</summary>
          <form class="stack" onSubmit={add}>
            <div class="field">
              <label for="pack">Address of the guidance</label>
              <span class="hint" id="pack-hint">
                The agency gives it to you, with # and a long code at its end. The code makes sure nobody else wrote it.
              </span>
              <input
                id="pack"
                name="pack"
                type="text"
                inputMode="url"
                autocomplete="off"
                autocapitalize="none"
                spellcheck={false}
                aria-describedby="pack-hint"
                required
              />
            </div>
            <button type="submit" class="button" disabled={busy.value !== ''}>
              Add
            </button>
          </form>
        </details>
      ) : (
        <p class="soft">Your organisation has set where local guidance comes from.</p>
      )}
    </section>
  )
}

function One({ pack: { address, pack, readAtMs, trouble, isManaged }, page, onRemove }: OneProps) {
  const host = discreetly(new URL(address.url).host) ?? 'its own address'
  const name = discreetly(pack?.title) ?? 'Local guidance'
  return (
    <li>
      <span>
        <strong>{name}</strong>
        {pack && (
          <span class="soft small">
            {ownerWords(pack)} · version {pack.version} · {pack.cards.length}{' '}
            {pack.cards.length === 1 ? 'card' : 'cards'} · to be reviewed by {showDate(pack.reviewBy)}
          </span>
        )}
        <span class="soft small">
          {readAtMs === undefined ? 'Not fetched yet' : `Fetched ${showMoment(readAtMs, page.app.now())}`} from {host}
        </span>
        {trouble && (
          <Notice kind="warning">
            <p>
              {SENTENCES[trouble].text}
              {pack && ' The last good version stays.'}
            </p>
          </Notice>
        )}
      </span>
      {!isManaged && (
        <button type="button" class="button" aria-label={`Remove ${name}`} onClick={onRemove}>
          Remove
        </button>
      )}
    </li>
  )
}

type OneProps = { pack: LocalPack; page: PageState; onRemove(): void }
