import type { OpenChild } from '../../app/open-child.ts'

/** A record that may be seen now. */
export type Opened = Extract<OpenChild, { kind: 'open' }>
