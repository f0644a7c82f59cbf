import { type ReadonlySignal, useSignal } from '@preact/signals'
import { openFiles } from '../../app/open-files.ts'
import { type Opening, openLink, originOf, type Said } from '../../app/open-link.ts'
import { readPicture } from '../../app/read-picture.ts'
import { AppError } from '../../core/errors.ts'
import type { PageState } from '../page-state.ts'
import { allowOrigin } from './allow-server.ts'
import { drawPicture } from './draw-picture.ts'
import type { Adding } from './use-adding.ts'

/** What somebody was given, before it has been opened. It is on this page alone, and gone with it. */
type Given = { link: string; files: File[] }

/** Opening what was given, step by step: what came of the last step, and the ways on. */
export type OpeningState = {
  given: ReadonlySignal<Given>
  /** What became of a picture; empty where there was none. */
  note: ReadonlySignal<string>
  found: ReadonlySignal<Opening | undefined>
  /** Another link or other files: whatever was asked about those before is forgotten. */
  setLink(link: string): void
  /** A picture becomes its link; anything else is kept to be opened as it is. */
  take(files: File[]): Promise<void>
  clear(): void
  /** @param passcode left out, the one that was given last for this link */
  open(said: Said, passcode?: string): void
  /** After `needs-origin`: lets the browser ask there, within the press of a button. */
  allow(origin: string): void
  /** After `needs-origin`: opens what lies elsewhere alone. */
  goOnWithout(origin: string): void
}

type Answers = { said: Said; passcode: string | undefined; allowed: string[]; declined: string[] }

const NO_ANSWERS: Answers = { said: { name: '', roleAndPlace: '' }, passcode: undefined, allowed: [], declined: [] }

export function useOpening(page: PageState, adding: Adding): OpeningState {
  const given = useSignal<Given>({ link: '', files: [] })
  const found = useSignal<Opening | undefined>(undefined)
  const answers = useSignal<Answers>(NO_ANSWERS)
  const note = useSignal('')

  const give = (changed: Partial<Given>) => {
    given.value = { ...given.value, ...changed }
    found.value = undefined
    answers.value = NO_ANSWERS
    note.value = ''
  }
  const follow = (origin: string | undefined) => {
    void adding.attempt('Opening…', async () => {
      const { link, files } = given.value
      const { said, passcode, allowed, declined } = answers.value
      if (files.length > 0) {
        found.value = await openFiles(page.app, files, { said, link: link === '' ? undefined : link })
        return
      }
      if (link === '') throw new AppError('link/unreadable', 'nothing was given')
      const place = origin ?? originOf(page.app, link)
      await allowOrigin(page, place) // the first thing that is waited for: browsers forget the press of a button
      const origins = [...new Set([...allowed, place])]
      answers.value = { ...answers.value, allowed: origins }
      found.value = await openLink(page.app, link, { said, passcode, origins, declined })
    })
  }
  return {
    given,
    note,
    found,
    setLink: (link) => give({ link }),
    take: (files) =>
      adding.attempt('Reading…', async () => {
        const [picture] = files.filter(isPicture)
        const others = files.filter((file) => !isPicture(file))
        give(others.length > 0 ? { files: others } : {})
        if (!picture) return
        const link = readPicture(await drawPicture(picture))
        if (link !== undefined) give({ link })
        note.value =
          link === undefined
            ? 'There is no code in that picture that we can read. Try a sharper one.'
            : 'The link in the picture is ready to open.'
      }),
    clear: () => give({ link: '', files: [] }),
    open: (said, passcode) => {
      answers.value = { ...answers.value, said, passcode: passcode ?? answers.value.passcode }
      follow(undefined)
    },
    allow: (origin) => follow(origin),
    goOnWithout: (origin) => {
      answers.value = { ...answers.value, declined: [...answers.value.declined, origin] }
      follow(undefined)
    },
  }
}

function isPicture({ type }: File): boolean {
  return type.startsWith('image/')
}
