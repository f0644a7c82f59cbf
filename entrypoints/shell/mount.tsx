import { Component, type ComponentChildren, type ComponentType, render } from 'preact'
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

/** Opens the vault for this page and puts the view in it. A page that cannot start or go on says so: it is never blank. */
export async function mount(View: ComponentType<{ page: PageState }>): Promise<void> {
  z.config({ jitless: true }) // the page's own policy forbids `eval`, and zod would try it once
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no root')
  try {
    const { id: windowId } = await browser.windows.getCurrent()
    const onClosed = () => location.reload()
    const app = await openApp({ session: extensionSession, fetch: fetch.bind(globalThis), now: Date.now, onClosed })
    const page = await createPageState(app, extensionShell(windowId), new AbortController().signal)
    render(
      <Guard>
        <View page={page} />
      </Guard>,
      root,
    )
  } catch (error) {
    render(<CannotGoOn code={codeOf(error)} />, root)
  }
}

/** What a view throws while it draws. */
class Guard extends Component<{ children: ComponentChildren }, { code?: ErrorCode }> {
  static override getDerivedStateFromError(error: unknown) {
    return { code: codeOf(error) }
  }

  override render() {
    return this.state.code ? <CannotGoOn code={this.state.code} /> : this.props.children
  }
}

function CannotGoOn({ code }: { code: ErrorCode }) {
  return (
    <main class="page stack">
      <h1>Handrail</h1>
      <ErrorNotice code={code} />
      <button type="button" class="button" onClick={() => location.reload()}>
        Try again
      </button>
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
