import { Welcome } from '../../src/ui/welcome/welcome.tsx'
import { mount } from '../shell/mount.tsx'

await mount(Welcome)
