import { Options } from '../../src/ui/options/options.tsx'
import { mount } from '../shell/mount.tsx'

await mount(Options)
