import { Popup } from '../../src/ui/popup/popup.tsx'
import { mount } from '../shell/mount.tsx'

await mount(Popup)
