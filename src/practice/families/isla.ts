import { arrangement, commitment, known, need, plan, text } from './entries.ts'
import { family } from './family.ts'

/** Year 1. The family keeps needs from the school; the council tells the designated teacher of them, under duty. */
export const isla = family({
  id: 'isla',
  knownAs: 'Isla',
  familyName: 'Brook',
  bornOn: '2021-03-03',
  planReference: '6B-038',
  nhsNumber: '9990000123',
  upn: 'R801200025006',
  writtenAt: '2026-11-12T13:00:00Z',
  relatives: [
    { id: 'isla-owen', name: 'Owen Brook', capacity: 'adoptive-parent' },
    { id: 'isla-cat', name: 'Cat Brook', capacity: 'adoptive-parent' },
  ],
  team: [
    { role: 'lead-worker', member: 'PractitionerRole/grant' },
    { role: 'class-teacher', member: 'PractitionerRole/khan' },
    { role: 'designated-teacher', member: 'PractitionerRole/okafor' },
    { role: 'gp', member: 'PractitionerRole/shah' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/lee' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/amin' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/rao' },
  ],
  sections: {
    'about-me': [
      text('own-words', 'I can whistle. Do you want to hear?', {
        on: '2026-10-08',
        by: ['Patient/isla', 'PractitionerRole/khan'],
      }),
    ],
    strengths: [text('strength', 'Climbs anything'), text('strength', 'Cheers for whoever comes last')],
    'what-helps': [
      text('do', 'Stay on her level and keep your voice low'),
      text('do', 'Show her the way out of a room, then carry on as usual'),
      text('please-dont', 'Chase her: it turns into a race'),
    ],
    words: [text('word-to-use', 'safe spot'), text('address-as', 'Isla. Owen and Cat are “Dad and Mama Cat”.')],
    needs: [
      need('When she is frightened she runs, and does not look for cars', 'confirmed', 'feelings'),
      need('New places are hard', 'confirmed', 'new-places'),
    ],
    'health-context': [known('prenatal-alcohol', 'possible', 'Possible')],
    plan: [
      plan({
        type: ['adoption-support', 'Adoption support plan'],
        tier: ['universal', 'Universal'],
        from: '2026-09-10',
        reviewOn: '2027-03-10',
        about:
          'Room to climb, and grown-ups who keep calm. Open to families living in Northmoor. If something slips, ring ' +
          'Mr Grant, then his team manager.',
      }),
    ],
    commitments: [
      commitment('Walk round the school grounds together and agree a safe spot', {
        owner: 'PractitionerRole/okafor',
        requester: 'PractitionerRole/grant',
        status: 'accepted',
        dueOn: '2026-11-27',
      }),
      commitment('Go back to the family about what the school should know', {
        owner: 'PractitionerRole/grant',
        requester: 'PractitionerRole/grant',
        status: 'accepted',
        dueOn: '2027-01-15',
      }),
    ],
    arrangement: [
      arrangement('adoption-order', 'Adoption order', '2024-01-18'),
      text('parental-responsibility', 'adoptive parent', { of: ['RelatedPerson/isla-owen', 'RelatedPerson/isla-cat'] }),
    ],
  },
  agreements: [
    {
      agreedOn: '2026-09-10',
      by: ['RelatedPerson/isla-owen', 'RelatedPerson/isla-cat'],
      controller: 'Organization/northmoor',
      until: '2027-09-09',
      shares: [
        {
          with: 'class-teacher',
          at: 'Organization/hillside',
          sections: ['about-me', 'strengths', 'what-helps', 'words', 'people'],
        },
        {
          with: 'designated-teacher',
          at: 'PractitionerRole/okafor',
          sections: ['about-me', 'strengths', 'what-helps', 'words', 'people', 'plan', 'commitments'],
        },
        {
          with: 'gp',
          at: 'Organization/bridge-street',
          sections: ['words', 'needs', 'health-context', 'people', 'arrangement'],
        },
        {
          with: 'lead-worker',
          at: 'PractitionerRole/grant',
          sections: ['needs', 'people', 'plan', 'commitments', 'arrangement'],
        },
      ],
    },
  ],
  duties: [
    {
      by: 'Organization/northmoor',
      on: '2026-11-12',
      reason:
        'Isla ran out of the gate on 10 November. The road is busy, and the school has to know that she runs when she is ' +
        'frightened to keep her safe.',
      to: [{ with: 'designated-teacher', at: 'PractitionerRole/okafor' }],
      sections: ['needs'],
      until: '2027-02-12',
    },
  ],
})
