import { once } from 'node:events'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bundle } from '@medplum/fhirtypes'
import { londonDate } from '../core/time.ts'
import { schoolYear } from '../guidance/calendar/year-group.ts'
import { familiesIn, WRITTEN_FOR } from '../practice/families/index.ts'
import { sharedWith } from '../practice/families/shared-with.ts'
import { type OpenBrowser, openChromium } from './browser.ts'
import { buildAll, OUTPUT } from './build.ts'
import { SCHOOL_MORNING } from './drive.ts'
import { type Practice, startPractice } from './practice.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PORTS = { server: 8787, intranet: 8788, signIn: 8789 }

/**
 * Everything needed to look around: builds, serves made-up families on this computer, opens a browser with the extension
 * where there is a screen, and stays until Ctrl-C. With `--check`, checks that it all works together instead, and ends.
 */
const stopped = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort())

console.log('· Building the extension and the widget')
await buildAll()
const isCheck = process.argv.includes('--check')
const practice = await startPractice(
  isCheck ? { ports: PORTS, year: WRITTEN_FOR, clock: SCHOOL_MORNING } : { ports: PORTS },
)
try {
  if (isCheck) {
    const { check } = await import('./check.ts')
    process.exitCode = (await check(practice)) ? 0 : 1
  } else {
    await lookAround(practice, stopped.signal)
  }
} finally {
  await practice.stop()
}

async function lookAround(practice: Practice, signal: AbortSignal): Promise<void> {
  const opened = hasScreen() ? await openWindow(practice) : undefined
  console.log(welcome(practice, await shareOne(practice), opened !== undefined))
  if (!signal.aborted) await once(signal, 'abort')
  console.log('\nStopping.')
  await opened?.close()
}

/** A browser that will not open is no reason to stop: the addresses still work in another. */
async function openWindow({ intranet }: Practice): Promise<OpenBrowser | undefined> {
  try {
    const opened = await openChromium({ extension: resolve(ROOT, OUTPUT.chrome), headless: false })
    const page = await opened.browser.newPage()
    await page.goto(intranet.url)
    await opened.openPage('welcome.html')
    return opened
  } catch (error) {
    console.warn(`· No window opened: ${error instanceof Error ? error.message : error}`)
    return undefined
  }
}

const PASSCODE = 'birthday'

/** A family's link to one record, for the class teacher: to be pasted, or read from its code. */
async function shareOne({ server }: Practice): Promise<string> {
  const [sam] = familiesIn(schoolYear(londonDate(Date.now())))
  const content = sharedWith(sam as Bundle, 'PractitionerRole/khan')
  const files = [{ contentType: 'application/fhir+json', content }]
  return (await server.links.share({ files, flags: 'LP', passcode: PASSCODE })).link
}

function welcome({ server, intranet, signIns, localPack }: Practice, link: string, isOpen: boolean): string {
  const width = Math.max(...signIns.map(({ name }) => name.length)) + 3
  const people = signIns.map(({ name, token }) => `    ${name.padEnd(width)}${token}`)
  return `
  Handrail is running, on this computer only, with made-up families.

  Where the records come from   ${server.url}
  A pretend council intranet    ${intranet.url}

  ${'Sign in as'.padEnd(width + 2)}with the access code
${people.join('\n')}
  or without one, at the same address: "Sign in with my organisation".

  A link that a family has shared with Mr Khan, passcode ${PASSCODE}:
  ${link}

  Local guidance of a made-up agency, to be added in settings:
  ${localPack}

  ${isOpen ? 'The window that opened has Handrail in it.' : `To see it, load ${OUTPUT.chrome} as an unpacked extension (chrome://extensions).`}
  Press Ctrl-C to stop.
`
}

function hasScreen(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}
