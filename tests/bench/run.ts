import { decide } from './decide.ts'
import { link } from './link.ts'
import { sync } from './sync.ts'
import { vault } from './vault.ts'

/** `npm run bench`: one question a file, answered as a ratio against something everybody pays for in the same run. */
const QUESTIONS = [decide, link, sync, vault]

for (const { question, measure } of QUESTIONS) {
  console.log(`\n${question}`)
  for (const line of await measure()) console.log(`  ${line}`)
}
