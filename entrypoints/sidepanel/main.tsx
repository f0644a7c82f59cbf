import { SidePanel } from '../../src/ui/child/side-panel.tsx'
import { mount } from '../shell/mount.tsx'
import { watchShownChild } from '../shell/shown-child.ts'

const shown = watchShownChild()
await mount(({ page }) => <SidePanel page={page} shown={shown} />)
