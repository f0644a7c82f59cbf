import type { OwnSettings } from '../policy/policy.ts'
import { announceChange } from '../vault/changes.ts'
import { readSettings, writeSettings } from '../vault/settings.ts'
import type { App } from './app.ts'
import { readPolicy, termsUnder } from './policy.ts'

/**
 * Changes what the viewer has chosen for themselves. It can only be stricter than what the organisation allows, and holds
 * from now on.
 *
 * @throws AppError vault/locked
 */
export async function changeSettings(app: App, change: OwnSettings): Promise<void> {
  const { vault } = app
  await writeSettings(vault, { ...(await readSettings(vault)), ...change })
  await vault.session.changeTerms(termsUnder(await readPolicy(app)))
  announceChange()
}
