import { Component, type ComponentChildren, type ComponentType, render } from 'preact'
import { browser } from 'wxt/browser'
import { codeOf, type ErrorCode } from '../../src/core/errors.ts'
import { CannotGoOn } from '../../src/ui/lock/cannot-go-on.tsx'
import { createPageState, type PageState, type Shell } from '../../src/ui/page-state.ts'
import { openExtensionApp } from './app.ts'
import { hostPermissions } from './host-permissions.ts'
import { extensionSession } from './session.ts'
import { showChild } from './shown-child.ts'
import { signInWindow } from './sign-in-window.ts'

/** Firefox's name for the side panel, which the shared types leave out. */
const { sidebarAction: firefoxSidebar } = browser as unknown as { sidebarAction: { open(): Promise<void> } }

/** Opens the vault for this page and puts the view in it. A page that cannot start or go on says so: it is never blank. */
export async function mount(View: ComponentType<{ page: PageState }>): Promise<void> {
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no root')
  try {
    const { id: windowId } = await browser.windows.getCurrent()
    const app = await openExtensionApp(
      () => reopen(root),
      () => import('../../src/practice/families/index.ts'),
    )
    const page = await createPageState(app, extensionShell(windowId), new AbortController().signal)
    render(
      <Guard>
        <View page={page} />
      </Guard>,
      root,
    )
  } catch (error) {
    render(<CannotGoOn code={codeOf(error)} session={extensionSession} />, root)
  }
}

/** A vault that closes again as soon as it is opened would have the page load for ever. */
const TOO_SOON_MS = 5000

function reopen(root: HTMLElement): void {
  if (performance.now() > TOO_SOON_MS) location.reload()
  else render(<CannotGoOn code="vault/unavailable" session={extensionSession} />, root)
}

/** What a view throws while it draws. */
class Guard extends Component<{ children: ComponentChildren }, { code?: ErrorCode }> {
  static override getDerivedStateFromError(error: unknown) {
    return { code: codeOf(error) }
  }

  override render() {
    const { code } = this.state
    return code ? <CannotGoOn code={code} session={extensionSession} /> : this.props.children
  }
}

function extensionShell(windowId: number | undefined): Shell {
  return {
    openWelcome: () => void browser.tabs.create({ url: browser.runtime.getURL('/welcome.html') }),
    openAdding: () => void browser.tabs.create({ url: browser.runtime.getURL('/welcome.html#add') }),
    openBoard: () => void browser.tabs.create({ url: browser.runtime.getURL('/board.html') }),
    openOptions: () => void browser.runtime.openOptionsPage(),
    openChild: (child) => {
      // Both must be asked for within the click, before anything is awaited.
      if (windowId !== undefined && browser.sidePanel) void browser.sidePanel.open({ windowId })
      else void firefoxSidebar.open()
      void showChild(child)
    },
    closeChild: () => void showChild(undefined),
    ...hostPermissions,
    signInWindow,
  }
}
