import { arrangement, need, text } from './entries.ts'
import { family } from './family.ts'

/** Year 8; the family agreed once, and has withdrawn it. Nobody may see any of this. */
export const leila = family({
  id: 'leila',
  knownAs: 'Leila',
  familyName: 'Hasan',
  bornOn: '2014-02-20',
  planReference: '8H-342',
  upn: 'T801200121005',
  writtenAt: '2026-11-02T10:00:00Z',
  relatives: [{ id: 'leila-amal', name: 'Amal Hasan', capacity: 'special-guardian' }],
  team: [
    { role: 'designated-teacher', member: 'PractitionerRole/bello' },
    { role: 'virtual-school-head', member: 'PractitionerRole/adeyemi' },
    { role: 'gp', member: 'PractitionerRole/shah' },
  ],
  sections: {
    strengths: [text('strength', 'Plays the violin in the town orchestra')],
    'what-helps': [text('do', 'Sit near the door')],
    needs: [need('Big feelings come quickly', 'confirmed', 'feelings')],
    arrangement: [
      arrangement('special-guardianship-order', 'Special guardianship order', '2020-07-14'),
      text('parental-responsibility', 'special guardian', { of: ['RelatedPerson/leila-amal'] }),
    ],
  },
  agreements: [
    {
      status: 'inactive',
      agreedOn: '2026-03-02',
      by: ['RelatedPerson/leila-amal'],
      controller: 'Organization/northmoor',
      until: '2027-03-02',
      shares: [
        { with: 'class-teacher', at: 'Organization/hillside', sections: ['strengths', 'what-helps', 'needs'] },
        { with: 'virtual-school-head', at: 'Organization/northmoor', sections: ['strengths', 'what-helps', 'needs'] },
        { with: 'gp', at: 'Organization/bridge-street', sections: ['what-helps', 'needs', 'arrangement'] },
      ],
    },
  ],
})
