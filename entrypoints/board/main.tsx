import { Board } from '../../src/ui/board/board.tsx'
import { mount } from '../shell/mount.tsx'

await mount(Board)
