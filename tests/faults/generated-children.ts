import type { Bundle } from '@medplum/fhirtypes'
import { ingest } from '../../src/app/ingest/ingest.ts'
import { decide } from '../../src/consent/decide.ts'
import { londonDate } from '../../src/core/time.ts'
import { readViewer } from '../../src/fhir/read-viewer.ts'
import { schoolYear } from '../../src/guidance/calendar/year-group.ts'
import { practiceViewer } from '../../src/practice/families/index.ts'
import { generateFamilies } from '../../src/practice/generated/generate-families.ts'
import { readBundle } from '../../src/sources/read-bundle.ts'

/** The Virtual School Head: named by nearly all, and shown commitments on the board. */
export const HEAD = { practitionerRole: 'PractitionerRole/adeyemi', accessCode: 'practice-virtual-school-head' }

/** Made-up children, whose names are nowhere in the build, each with commitments that the Head may see now. */
export function childrenForHead(count: number, seed: number): Bundle[] {
  const nowMs = Date.now()
  const source = { id: 'source', name: 'source', viewer: readViewer(practiceViewer(HEAD.practitionerRole)) }
  const isShown = (bundle: Bundle) => {
    const ingested = ingest(readBundle(bundle), { child: 'child', source, nowMs })
    if (ingested.kind === 'nothing') return false
    const [decision] = decide(ingested.cover, 'commitments', nowMs)
    const { commitments = [] } = ingested.contents
    return decision?.kind === 'allow' && commitments.some((box) => box.commitments.length > 0)
  }
  const schoolYearNow = schoolYear(londonDate(nowMs))
  return generateFamilies({ count: 3 * count, seed, schoolYear: schoolYearNow })
    .filter(isShown)
    .slice(0, count)
}
