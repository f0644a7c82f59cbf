import { useSignal } from '@preact/signals'
import type { Said } from '../../app/open-link.ts'
import { AUDIENCES } from '../../record/viewer.ts'
import { focusWhenShown } from '../look/focus.ts'
import { ErrorNotice, Notice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { droppedFiles } from './dropped-files.ts'
import { giveBack } from './give-back.ts'
import { Offered } from './offered.tsx'
import { Passcode } from './passcode.tsx'
import { textIn } from './text-in.ts'
import { Trying } from './trying.tsx'
import { useAdding } from './use-adding.ts'
import { type OpeningState, useOpening } from './use-opening.ts'

/** A link, a picture of one, or files. Opened first, and kept once whoever opens it says that it was made for them. */
export function AddShared({ page }: { page: PageState }) {
  const adding = useAdding(page)
  const opening = useOpening(page, adding)
  const said = useSignal<Said>(whoOf(page))
  const { link, files } = opening.given.value
  const found = opening.found.value
  if (found?.kind === 'offer') {
    const leave = () => {
      opening.clear()
      void giveBack(page)
    }
    return <Offered offer={found} said={said.value} adding={adding} onLeave={leave} />
  }
  const isOver = found?.kind === 'wrong-passcode' && found.attemptsLeft === 0
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        said.value = { name: textIn(event, 'your-name'), roleAndPlace: textIn(event, 'your-role') }
        const passcode = textIn(event, 'passcode')
        opening.open(said.value, passcode === '' ? undefined : passcode)
      }}
      onPaste={(event) => {
        const pasted = [...(event.clipboardData?.files ?? [])]
        if (pasted.length === 0) return
        event.preventDefault()
        void opening.take(pasted)
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        const { dataTransfer } = event
        if (!dataTransfer) return
        const dropped = dataTransfer.getData('text/plain')
        if (dropped !== '') opening.setLink(dropped)
        void droppedFiles(dataTransfer).then(opening.take)
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
          value={link}
          onInput={({ currentTarget }) => opening.setLink(currentTarget.value)}
        />
      </div>
      <div class="row">
        <Chooser id="files" label="Choose a picture or a file" onChosen={opening.take} />
        <Chooser id="folder" label="Choose a folder" isFolder onChosen={opening.take} />
        {(files.length > 0 || link !== '') && (
          <button type="button" class="button plain" onClick={opening.clear}>
            Clear
          </button>
        )}
      </div>
      <p role="status" class="small">
        {opening.note.value}
        {files.length > 0 && ` ${countOf(files.length)} ready to open.`}
      </p>
      <Who said={said.value} />
      {found?.kind === 'needs-passcode' && <Passcode />}
      {found?.kind === 'wrong-passcode' && <Passcode attemptsLeft={found.attemptsLeft ?? 'unknown'} />}
      {found?.kind === 'needs-origin' && <Elsewhere origin={found.origin} opening={opening} />}
      {isOver ? (
        adding.failed.value && <ErrorNotice code={adding.failed.value} />
      ) : (
        <Trying adding={adding}>Open</Trying>
      )}
    </form>
  )
}

/** Part of what was shared lies in another place, where nobody has been asked anything yet. */
function Elsewhere({ origin, opening }: { origin: string; opening: OpeningState }) {
  return (
    <Notice>
      <p tabIndex={-1} ref={focusWhenShown}>
        Part of what was shared lies at <strong>{new URL(origin).host}</strong>. Your browser has to let Handrail ask
        there as well.
      </p>
      <div class="row">
        <button type="button" class="button" onClick={() => opening.allow(origin)}>
          Allow it and open
        </button>
        <button type="button" class="button" onClick={() => opening.goOnWithout(origin)}>
          Open without it
        </button>
      </div>
    </Notice>
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
