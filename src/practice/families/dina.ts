import { arrangement, commitment, need, text } from './entries.ts'
import { family } from './family.ts'

/**
 * Year 2, living with a great-aunt and no order. The great-aunt alone agreed to sharing, which only somebody with parental
 * responsibility could: until that is put right, the agreement does not count.
 */
export const dina = family({
  id: 'dina',
  knownAs: 'Dina',
  familyName: 'Lowe',
  bornOn: '2019-12-17',
  planReference: '4D-924',
  nhsNumber: '9990000131',
  upn: 'B801200024013',
  writtenAt: '2026-11-06T10:50:00Z',
  relatives: [
    { id: 'dina-bev', name: 'Bev Archer', capacity: 'relative' },
    { id: 'dina-carly', name: 'Carly Lowe', capacity: 'parent' },
  ],
  team: [
    { role: 'lead-worker', member: 'PractitionerRole/grant' },
    { role: 'class-teacher', member: 'PractitionerRole/khan' },
    { role: 'designated-teacher', member: 'PractitionerRole/okafor' },
    { role: 'gp', member: 'PractitionerRole/shah' },
    { role: 'kinship-team', member: 'Organization/kinship-team' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/lee' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/amin' },
  ],
  sections: {
    'about-me': [
      text('own-words', 'Bev’s cat sleeps on my feet. He is called Gravy.', {
        on: '2026-10-22',
        by: ['Patient/dina', 'PractitionerRole/khan'],
      }),
    ],
    strengths: [
      text('strength', 'Makes up stories that last all week'),
      text('strength', 'Shares without being asked'),
    ],
    'what-helps': [
      text('do', 'Tell her in the morning whose turn it is to pick her up'),
      text('please-dont', 'Move her tray while she is away'),
    ],
    words: [text('word-to-use', 'Bev'), text('address-as', 'Dina. Bev is “Bev”, and Carly is “Mum”.')],
    needs: [need('Goodbyes are hard', 'possible', 'separation')],
    'family-support': [text('family-support', 'Open: not taken up yet', { heading: 'Advice from the kinship team' })],
    commitments: [
      commitment('See Carly about what may be shared, and with whom', {
        owner: 'PractitionerRole/grant',
        requester: 'PractitionerRole/okafor',
        status: 'accepted',
        dueOn: '2026-12-02',
      }),
    ],
    arrangement: [
      arrangement('informal-kinship', 'With a great-aunt, no order'),
      text('parental-responsibility', 'mother', { of: ['RelatedPerson/dina-carly'] }),
    ],
  },
  agreements: [
    {
      agreedOn: '2026-11-02',
      by: ['RelatedPerson/dina-bev'],
      controller: 'Organization/northmoor',
      until: '2027-07-20',
      shares: [
        {
          with: 'class-teacher',
          at: 'Organization/hillside',
          sections: ['about-me', 'strengths', 'what-helps', 'words', 'people'],
        },
        {
          with: 'designated-teacher',
          at: 'Organization/hillside',
          sections: ['about-me', 'strengths', 'what-helps', 'words', 'needs', 'people', 'commitments'],
        },
        { with: 'gp', at: 'Organization/bridge-street', sections: ['words', 'needs', 'people', 'arrangement'] },
        {
          with: 'lead-worker',
          at: 'PractitionerRole/grant',
          sections: ['needs', 'people', 'family-support', 'commitments', 'arrangement'],
        },
      ],
    },
  ],
})
