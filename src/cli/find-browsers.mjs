import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Where a browser usually is, by its name on PATH or by its place on a Mac or on Windows. Plain JavaScript, because
 * `set-up.mjs` asks before there is a Node that reads TypeScript.
 *
 * @type {Record<'chromium' | 'firefox', string[]>}
 */
const PLACES = {
  chromium: [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
  firefox: [
    'firefox-esr',
    'firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
  ],
}

/**
 * Finds a browser on this computer: the CHROMIUM or FIREFOX environment variable first, then the usual places.
 *
 * @param {'chromium' | 'firefox'} name
 * @returns {string | undefined} the program's path
 */
export function findBrowser(name) {
  const chosen = process.env[name.toUpperCase()]
  if (chosen) return chosen
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)]
  return PLACES[name]
    .flatMap((place) => (/[/\\]/.test(place) ? [place] : folders.map((folder) => join(folder, place))))
    .find(canRun)
}

/** @param {string} path */
function canRun(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
