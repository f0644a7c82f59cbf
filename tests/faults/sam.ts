import type { Bundle } from '@medplum/fhirtypes'
import { arrangement, text } from '../../src/practice/families/entries.ts'
import { family } from '../../src/practice/families/family.ts'

/** The role that Sam's record is shared with here: Dr Shah's, whom `practice-gp` signs in. */
export const READER = 'PractitionerRole/shah'

/**
 * One made-up child's record, of which every sentence says which version it is: two in one look are half of a record.
 * Every resource says its version, as a server's do.
 */
export function samAt(version: number): Bundle {
  const writtenAt = new Date(Date.parse('2026-11-14T15:20:00Z') + version * 60_000).toISOString()
  const says = (what: string) => `${what}, version ${version}.`
  const bundle = family({
    id: 'sam',
    knownAs: 'Sam',
    familyName: 'Carter',
    bornOn: '2016-05-12',
    nhsNumber: '9990000018',
    writtenAt,
    relatives: [{ id: 'sam-jo', name: 'Jo Carter', capacity: 'adoptive-parent' }],
    team: [{ role: 'designated-teacher', member: 'PractitionerRole/okafor' }],
    sections: {
      strengths: [text('strength', says('Kind to younger children')), text('strength', says('Draws maps'))],
      'what-helps': [text('do', says('Say what comes next')), text('please-dont', says('Do not surprise him'))],
      words: [text('word-to-use', says('His mum'))],
      people: [],
      arrangement: [arrangement('adoption-order', 'Adoption order', '2019-06-20')],
    },
    agreements: [
      {
        agreedOn: '2026-09-01',
        by: ['RelatedPerson/sam-jo'],
        controller: 'Organization/north-raa',
        until: '2027-09-01',
        shares: [
          {
            with: 'gp',
            at: 'Organization/bridge-street',
            sections: ['strengths', 'what-helps', 'words', 'people'],
          },
        ],
      },
    ],
  })
  const meta = { versionId: `${version}`, lastUpdated: writtenAt }
  return {
    ...bundle,
    entry: (bundle.entry ?? []).map(({ resource }) => ({
      resource: { ...resource, meta: { ...resource?.meta, ...meta } },
    })) as NonNullable<Bundle['entry']>,
  }
}

/** The versions that can be read in what is shown: one, unless half of a record has been replaced. */
export function versionsIn(contents: unknown): number[] {
  const found = JSON.stringify(contents).matchAll(/, version (\d+)\./g)
  return [...new Set(Array.from(found, ([, version]) => Number(version)))]
}
