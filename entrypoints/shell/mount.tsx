import { type ComponentType, render } from 'preact'
import { browser } from 'wxt/browser'
import * as z from 'zod/mini'
import { openApp } from '../../src/app/app.ts'
import { codeOf, type ErrorCode } from '../../src/core/errors.ts'
import { ErrorNotice } from '../../src/ui/look/notice.tsx'
import { createPageState, type PageState, type Shell } from '../../src/ui/page-state.ts'
import { extensionSession } from './session.ts'
import { showChild } from './shown-child.ts'

/** Firefox's name for the side panel, which the shared types leave out. */
const { sidebarAction: firefoxSidebar } = browser as unknown as { sidebarAction: { open(): Promise<void> } }

/** Opens the vault for this page and puts the view in it. A page that cannot start says why: it is never blank. */
export async function mount(View: ComponentType<{ page: PageState }>): Promise<void> {
  z.config({ jitless: true }) // the page's own policy forbids `eval`, and zod would try it once
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no root')
  const { id: windowId } = await browser.windows.getCurrent()
  try {
    const app = await openApp({ session: extensionSession, fetch: fetch.bind(globalThis), now: Date.now })
    const page = await createPageState(app, extensionShell(windowId), new AbortController().signal)
    render(<View page={page} />, root)
  } catch (error) {
    render(<CannotStart code={codeOf(error)} />, root)
  }
}

function CannotStart({ code }: { code: ErrorCode }) {
  return (
    <main class="page">
      <h1>Handrail</h1>
      <ErrorNotice code={code} />
    </main>
  )
}

function extensionShell(windowId: number | undefined): Shell {
  return {
    openWelcome: () => void browser.tabs.create({ url: browser.runtime.getURL('/welcome.html') }),
    openBoard: () => void browser.tabs.create({ url: browser.runtime.getURL('/board.html') }),
    openChild: (child) => {
      // Both must be asked for within the click, before anything is awaited.
      if (windowId !== undefined && browser.sidePanel) void browser.sidePanel.open({ windowId })
      else void firefoxSidebar.open()
      void showChild(child)
    },
    closeChild: () => void showChild(undefined),
  }
}
