import { useSignal } from '@preact/signals'
import { openFiles } from '../../app/open-files.ts'
import { type Opening, openLink, originOf, type Said } from '../../app/open-link.ts'
import { readPicture } from '../../app/read-picture.ts'
import { AppError } from '../../core/errors.ts'
import { AUDIENCES } from '../../record/viewer.ts'
import { focusWhenShown } from '../look/focus.ts'
import { Notice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { allowOrigin } from './allow-server.ts'
import { drawPicture } from './draw-picture.ts'
import { droppedFiles } from './dropped-files.ts'
import { Offered } from './offered.tsx'
import { Passcode } from './passcode.tsx'
import { textIn } from './text-in.ts'
import { Trying } from './trying.tsx'
import { useAdding } from './use-adding.ts'

/** What somebody was given, before it has been opened. It is on this page alone, and gone with it. */
type Given = { link: string; files: File[] }

/** A link, a picture of one, or files. Opened first, and kept once whoever opens it says that it was made for them. */
export function AddShared({ page }: { page: PageState }) {
  const adding = useAdding(page)
  const given = useSignal<Given>({ link: '', files: [] })
  const said = useSignal<Said>(whoOf(page))
  const opening = useSignal<Opening | undefined>(undefined)
  const allowed = useSignal<string[]>([])
  const note = useSignal('')

  /** A picture becomes its link; anything else is kept to be opened as it is. */
  const take = async (files: File[]) => {
    note.value = ''
    const pictures = files.filter(({ type }) => type.startsWith('image/'))
    const others = files.filter(({ type }) => !type.startsWith('image/'))
    const [picture] = pictures
    const link = picture ? await linkIn(picture) : undefined
    given.value = { link: link ?? given.value.link, files: others.length > 0 ? others : given.value.files }
    if (picture && link === undefined)
      note.value = 'There is no code in that picture that we can read. Try a sharper one.'
    else if (link !== undefined) note.value = 'The link in the picture is ready to open.'
  }
  const open = (passcode: string | undefined, alsoAllow?: string) => {
    void adding.attempt('Opening…', async () => {
      const { link, files } = given.value
      if (files.length > 0) {
        opening.value = await openFiles(page.app, files, { said: said.value, link: link === '' ? undefined : link })
        return
      }
      if (link === '') throw new AppError('link/unreadable', 'nothing was given')
      const origin = alsoAllow ?? originOf(page.app, link)
      await allowOrigin(page, origin)
      allowed.value = [...new Set([...allowed.value, origin])]
      opening.value = await openLink(page.app, link, { said: said.value, passcode, origins: allowed.value })
    })
  }
  const { value: found } = opening
  if (found?.kind === 'offer') {
    const leave = () => {
      opening.value = undefined
      given.value = { link: '', files: [] }
    }
    return <Offered offer={found} said={said.value} adding={adding} onLeave={leave} />
  }
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        said.value = { name: textIn(event, 'your-name'), roleAndPlace: textIn(event, 'your-role') }
        const passcode = textIn(event, 'passcode')
        open(passcode === '' ? undefined : passcode)
      }}
      onPaste={(event) => {
        const files = [...(event.clipboardData?.files ?? [])]
        if (files.length === 0) return
        event.preventDefault()
        void take(files)
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        const { dataTransfer } = event
        if (!dataTransfer) return
        const link = dataTransfer.getData('text/plain')
        if (link !== '') given.value = { ...given.value, link }
        void droppedFiles(dataTransfer).then(take)
      }}
    >
      <div class="field">
        <label for="link">The link, or a picture of its code</label>
        <span class="hint" id="link-hint">
          Paste it, or drop it here. It has shlink:/ in it.
        </span>
        <input
          id="link"
          type="password"
          autocomplete="off"
          spellcheck={false}
          aria-describedby="link-hint"
          value={given.value.link}
          onInput={({ currentTarget }) => {
            given.value = { ...given.value, link: currentTarget.value }
          }}
        />
      </div>
      <div class="row">
        <Chooser id="files" label="Choose a picture or a file" onChosen={take} />
        <Chooser id="folder" label="Choose a folder" isFolder onChosen={take} />
      </div>
      <p role="status" class="small">
        {note.value}
        {given.value.files.length > 0 && ` ${countOf(given.value.files.length)} ready to open.`}
      </p>
      <Who said={said.value} />
      {found?.kind === 'needs-passcode' && <Passcode />}
      {found?.kind === 'wrong-passcode' && <Passcode attemptsLeft={found.attemptsLeft ?? 'unknown'} />}
      {found?.kind === 'needs-origin' && (
        <Notice>
          <p tabIndex={-1} ref={focusWhenShown}>
            What was shared lies at <strong>{new URL(found.origin).host}</strong>. Your browser has to let Handrail ask
            there as well.
          </p>
          <button type="button" class="button" onClick={() => open(undefined, found.origin)}>
            Allow it and open
          </button>
        </Notice>
      )}
      <Trying adding={adding}>Open</Trying>
    </form>
  )
}

/** Whoever shared a link may see who has opened it. */
function Who({ said }: { said: Said }) {
  return (
    <fieldset class="choices">
      <legend>
        <strong>Who are you?</strong>
      </legend>
      <p class="hint">
        Whoever shared a link with you can see this. Nobody checks it, and it changes nothing you may see.
      </p>
      <div class="field">
        <label for="your-name">Your name</label>
        <input id="your-name" name="your-name" defaultValue={said.name} maxLength={80} autocomplete="name" required />
      </div>
      <div class="field">
        <label for="your-role">Your role, and where you work</label>
        <input id="your-role" name="your-role" defaultValue={said.roleAndPlace} maxLength={120} required />
      </div>
    </fieldset>
  )
}

type ChooserProps = { id: string; label: string; isFolder?: boolean; onChosen(files: File[]): Promise<void> }

function Chooser({ id, label, isFolder = false, onChosen }: ChooserProps) {
  return (
    <span class="file">
      <input
        id={id}
        type="file"
        class="unseen"
        multiple
        {...(isFolder ? { webkitdirectory: true } : { accept: 'image/*,.json,.jwe,.txt' })}
        onChange={({ currentTarget }) => void onChosen([...(currentTarget.files ?? [])])}
      />
      <label class="button" for={id}>
        {label}
      </label>
    </span>
  )
}

async function linkIn(picture: File): Promise<string | undefined> {
  return readPicture(await drawPicture(picture))
}

/** As an organisation's server has said it, where there is one: nobody types it twice. */
function whoOf({ viewer }: PageState): Said {
  const { value: known } = viewer
  if (!known) return { name: '', roleAndPlace: '' }
  return {
    name: known.name,
    roleAndPlace: [AUDIENCES[known.audience], known.organisationName].filter(Boolean).join(', '),
  }
}

function countOf(files: number): string {
  return files === 1 ? '1 file is' : `${files} files are`
}
