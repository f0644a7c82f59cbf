import { Bench } from 'tinybench'
import { ingest } from '../../src/app/ingest/ingest.ts'
import { decide as decideSection } from '../../src/consent/decide.ts'
import { readViewer } from '../../src/fhir/read-viewer.ts'
import { FAMILIES, practiceViewer, SIGN_INS } from '../../src/practice/families/index.ts'
import { SECTION_CODES } from '../../src/record/sections.ts'
import { readBundle } from '../../src/sources/read-bundle.ts'

const NOW_MS = Date.parse('2026-11-23T08:40:00Z')

/** Every example child, for everybody who may see them. */
export const decide = {
  question: 'Does deciding every section of a record cost more than one JSON.parse of its Bundle?',
  async measure(): Promise<string[]> {
    const records = SIGN_INS.flatMap(({ practitionerRole }) => {
      const viewer = readViewer(practiceViewer(practitionerRole))
      const source = { id: 'source', name: 'source', viewer }
      return FAMILIES.flatMap((bundle) => {
        const ingested = ingest(readBundle(bundle), { child: 'child', source, nowMs: NOW_MS })
        const text = JSON.stringify(bundle)
        return ingested.kind === 'record' ? { cover: ingested.cover, text, bundle, source } : []
      })
    })
    const bench = new Bench({ time: 1000 })
    let seen = 0
    bench.add('decide', () => {
      for (const { cover } of records)
        for (const code of SECTION_CODES) seen += decideSection(cover, code, NOW_MS).length
    })
    bench.add('parse', () => {
      for (const { text } of records) seen += Object.keys(JSON.parse(text)).length
    })
    bench.add('ingest', () => {
      for (const { bundle, source } of records) {
        seen += ingest(readBundle(bundle), { child: 'child', source, nowMs: NOW_MS }).kind.length
      }
    })
    await bench.run()
    const microseconds = bench.tasks.map(({ result }) => {
      if (result.state !== 'completed') throw new Error(`a benchmark ended ${result.state} after ${seen}`)
      return (result.latency.p50 * 1000) / records.length
    })
    const [decided = Number.NaN, parsed = Number.NaN, ingested = Number.NaN] = microseconds
    const kilobytes = records.reduce((sum, { text }) => sum + text.length, 0) / records.length / 1024
    return [
      `${records.length} records of ${kilobytes.toFixed(0)} KiB; medians, a record`,
      `decide, all sections   ${decided.toFixed(1).padStart(8)} µs   ${(decided / parsed).toFixed(3)} × JSON.parse`,
      `JSON.parse the Bundle  ${parsed.toFixed(1).padStart(8)} µs`,
      `ingest, the whole way  ${ingested.toFixed(1).padStart(8)} µs   ${(ingested / parsed).toFixed(1)} × JSON.parse (once, at a refresh)`,
    ]
  },
}
