import { fileURLToPath } from 'node:url'
import { esbuildPlugin } from '@web/dev-server-esbuild'
import { chromeLauncher } from '@web/test-runner-chrome'
import { puppeteerLauncher } from '@web/test-runner-puppeteer'

const path = (fromHere) => fileURLToPath(new URL(fromHere, import.meta.url))

/** The vault and the elements, in a real Chromium and a real Firefox: fakes and engines disagree there. */
export default {
  rootDir: path('..'),
  files: path('browser/**/*.test.ts'),
  nodeResolve: true,
  concurrency: 1,
  concurrentBrowsers: 1,
  testFramework: { config: { timeout: 20_000 } }, // a computer may be busy with something else
  browsers: [
    chromeLauncher({
      launchOptions: {
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      },
    }),
    puppeteerLauncher({
      launchOptions: { browser: 'firefox', executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr' },
    }),
  ],
  plugins: [
    // Without its own tsconfig the plugin compiles class fields so that elements are silently never defined.
    // JSON modules need no plugin: both browsers import them, and `esnext` leaves the import's attributes in place.
    esbuildPlugin({ ts: true, tsx: true, target: 'esnext', tsconfig: path('browser/tsconfig.esbuild.json') }),
  ],
}
