import { arrangement, known, text } from './entries.ts'
import { family } from './family.ts'

/** Year 4; nobody has made a plan. */
export const noah = family({
  id: 'noah',
  knownAs: 'Noah',
  familyName: 'Bright',
  bornOn: '2018-01-17',
  planReference: '2D-077',
  nhsNumber: '9990000042',
  writtenAt: '2026-10-30T13:10:00Z',
  relatives: [{ id: 'noah-erin', name: 'Erin Bright', capacity: 'adoptive-parent' }],
  team: [
    { role: 'class-teacher', member: 'PractitionerRole/khan' },
    { role: 'designated-teacher', member: 'PractitionerRole/okafor' },
    { role: 'virtual-school-head', member: 'PractitionerRole/adeyemi' },
    { role: 'gp', member: 'PractitionerRole/shah' },
    { role: 'post-adoption-team', member: 'Organization/post-adoption' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/lee' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/amin' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/rao' },
  ],
  sections: {
    strengths: [text('strength', 'Builds things nobody else would think of')],
    'what-helps': [text('do', 'Give a five-minute warning before something fun ends')],
    'health-context': [known('family-history', 'not-known', 'Not available')],
    arrangement: [
      arrangement('adoption-order', 'Adoption order', '2021-02-04'),
      text('parental-responsibility', 'adoptive parent', { of: ['RelatedPerson/noah-erin'] }),
    ],
  },
  agreements: [
    {
      agreedOn: '2026-10-30',
      by: ['RelatedPerson/noah-erin'],
      controller: 'Organization/north-raa',
      until: '2027-10-30',
      shares: [
        {
          with: 'class-teacher',
          at: 'Organization/hillside',
          sections: ['about-me', 'strengths', 'what-helps', 'needs', 'people'],
        },
        {
          with: 'virtual-school-head',
          at: 'Organization/northmoor',
          sections: ['education-context', 'people', 'plan', 'commitments'],
        },
        {
          with: 'gp',
          at: 'Organization/bridge-street',
          sections: ['health-context', 'people', 'plan', 'commitments', 'arrangement'],
        },
      ],
    },
  ],
})
