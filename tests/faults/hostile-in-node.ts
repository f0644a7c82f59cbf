import { meetHostileBundles } from './meet-hostile-bundles.ts'

/** Run by itself, with no more memory than it is given: one that takes more of it ends there. */
const [count, script] = JSON.parse(process.argv[2] ?? '') as [number, string]
const { renderChild } = await import(script)
const told = await meetHostileBundles(count, renderChild)
process.send?.(told, () => process.exit())
