import { launch } from '../../src/cli/browser.ts'
import { inHandrail } from './built.ts'
import { casesInHandrail } from './denied-in-handrail.ts'
import { casesOnPage } from './denied-on-page.ts'
import type { Fault, Result } from './fault.ts'
import { servePage } from './serve.ts'

/**
 * The browser removes what is kept while pages are open, keeps nothing at all, or does not answer: by a setting, in a
 * private window, or because that is how it is today. A page says so and goes on in memory, or says what to do.
 *
 * In Firefox 153 nothing can be put into a page of an extension before its own scripts: there it is a page of ours with the
 * vault on it, and the extension itself only under the browser's own settings.
 */
export const storageDenied: Fault = {
  id: 'F7',
  promise: 'storage evicted or denied',
  inFirefox: true,
  times: { full: 30, short: 2 },
  run: async ({ browser: name }, times) => {
    const unheard: string[] = []
    if (name === 'chromium') return inHandrail((opened) => run(casesInHandrail(opened, unheard), unheard, times))
    const served = await servePage('nothing-kept')
    const browser = await launch(name, { headless: true })
    try {
      return await run(casesOnPage(browser, served, unheard), unheard, times)
    } finally {
      await browser.close()
      await served.stop()
    }
  },
}

/** One thing that the browser does, and whether what Handrail then does is as it should be. */
export type Case = { what: string; isAsItShould(): Promise<boolean> }

/** @param unheard what nobody has caught, on any page or in the worker */
async function run(cases: Case[], unheard: string[], times: number): Promise<Result> {
  const wrong: string[] = []
  for (let time = 0; time < times; time++) {
    const at = Math.floor(time * Math.max(1, cases.length / times)) // few times are spread over all
    const { what, isAsItShould } = cases[at % cases.length] as Case
    const isRight = await isAsItShould().catch((error) => unheard.push(`${what}: ${error}`) < 0)
    if (!isRight) wrong.push(what)
  }
  return {
    isKept: wrong.length === 0 && unheard.length === 0,
    figures: [
      `${times - wrong.length} of ${times} go on in memory or say what to do`,
      `${unheard.length} errors unheard`,
      ...new Set([...wrong, ...unheard]),
    ].join(', '),
  }
}
