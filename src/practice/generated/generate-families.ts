import type { Bundle } from '@medplum/fhirtypes'
import { family } from '../families/family.ts'
import { drawCircle } from './circle.ts'
import { drawHome } from './home.ts'
import { nhsNumber, opaqueId, planReference, upn } from './identifiers.ts'
import { createNames } from './names.ts'
import { createRandom } from './random.ts'
import { drawSections } from './sections.ts'
import { drawSharing } from './sharing.ts'

const MOST = 5_000

/**
 * Made-up children in the shape of the families, by the thousand: for benchmarks and for load. The same options give the
 * same children, wherever and whenever.
 *
 * They are of 4 to 17 years, under every arrangement, and known to the people of the families: the Virtual School Head is
 * given nearly all of them, a class teacher a class, a GP a practice's share. Measured on 5,000 (seed 1): what is written
 * in the sections is 12 KB of JSON a child (one in ten below 5, one in a hundred above 42), the whole Bundle 25 KB, what
 * is kept of it for the Virtual School Head 7 KB.
 *
 * @param options.count 1 to 5,000
 * @param options.schoolYear the September in which the school year begins: they were written before it, for it
 * @throws RangeError for any other count
 */
export function generateFamilies({
  count,
  seed,
  schoolYear,
}: {
  count: number
  seed: number
  schoolYear: number
}): Bundle[] {
  if (!Number.isInteger(count) || count < 1 || count > MOST) throw new RangeError(`1 to ${MOST} children, not ${count}`)
  const random = createRandom(seed)
  const nextName = createNames(random)
  return Array.from({ length: count }, () => {
    const year = random.below(14)
    const about = {
      ...nextName(),
      id: opaqueId(random),
      bornOn: random.day(`${schoolYear - year - 5}-09-01`, `${schoolYear - year - 4}-08-31`),
    }
    const home = drawHome(about, `${schoolYear}-01-01`, random)
    const circle = drawCircle(year, home, count, random)
    return family({
      ...about,
      planReference: planReference(random),
      ...(random.chance(0.8) && { nhsNumber: nhsNumber(random) }),
      ...(random.chance(0.7) && { upn: upn(random, schoolYear - year) }),
      writtenAt: `${random.day(`${schoolYear}-08-01`, `${schoolYear}-08-31`)}T09:30:00Z`,
      relatives: home.relatives,
      team: circle.team,
      sections: drawSections(about, home, circle, schoolYear, random),
      ...drawSharing(about.bornOn, home, circle, schoolYear, random),
      ...(random.chance(0.03) && { locationHidden: true as const }),
    })
  })
}
