import { arrangement, commitment, goal, known, need, plan, text } from './entries.ts'
import { family } from './family.ts'

/** Year 5, moving school in the middle of the year: one school's grants end at Christmas, the other's begin in January. */
export const jay = family({
  id: 'jay',
  knownAs: 'Jay',
  familyName: 'Whitlock',
  bornOn: '2017-01-22',
  planReference: '1R-749',
  nhsNumber: '9990000069',
  upn: 'M801200021007',
  writtenAt: '2026-11-19T12:00:00Z',
  relatives: [
    { id: 'jay-marta', name: 'Marta Whitlock', capacity: 'adoptive-parent' },
    { id: 'jay-leo', name: 'Leo Whitlock', capacity: 'adoptive-parent' },
  ],
  team: [
    { role: 'lead-worker', member: 'PractitionerRole/price' },
    { role: 'class-teacher', member: 'PractitionerRole/khan' },
    { role: 'designated-teacher', member: 'PractitionerRole/okafor' },
    { role: 'senco', member: 'PractitionerRole/dean' },
    { role: 'designated-teacher', member: 'PractitionerRole/bello' },
    { role: 'class-teacher', member: 'PractitionerRole/tran' },
    { role: 'virtual-school-head', member: 'PractitionerRole/adeyemi' },
    { role: 'gp', member: 'PractitionerRole/shah' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/lee' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/wren' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/amin' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/rao' },
  ],
  sections: {
    'about-me': [
      text('own-words', 'Can I take my library card with me? I want to finish the dragon books.', {
        on: '2026-11-13',
        by: ['Patient/jay', 'PractitionerRole/khan'],
      }),
      text('about-me', 'Dragons, drawing dragons, and my cousins', { heading: 'What matters most to me' }),
    ],
    strengths: [
      text('strength', 'Draws for hours, and teaches others how'),
      text('strength', 'Speaks up when something is not fair'),
    ],
    'what-helps': [
      text('do', 'Say goodbye properly: a card, a date, and who will write back'),
      text('do', 'Let him draw while he listens'),
      text('please-dont', 'Call the move exciting before he does'),
      text('trigger', 'Boxes being packed'),
    ],
    words: [
      text('word-to-use', 'moving on, not leaving'),
      text('word-to-avoid', 'you will make new friends'),
      text('address-as', 'Jay. Marta and Leo are “Mama and Dad”.'),
    ],
    needs: [
      need('Goodbyes are hard', 'confirmed', 'separation'),
      need('New places are hard', 'confirmed', 'new-places'),
      need('Making friends takes him time', 'possible', 'friendships'),
    ],
    'health-context': [
      known('family-history', 'not-known', 'Not available', { on: '2026-02-10', by: ['Organization/north-raa'] }),
      text('health-fact', 'Mild asthma; blue inhaler in school', { heading: 'Asthma' }),
    ],
    'education-context': [
      text('education-fact', 'Place offered for January; highest priority was given', { heading: 'Admissions' }),
      text('education-fact', 'Stays with the school on the October census roll', { heading: 'Pupil Premium Plus' }),
    ],
    interventions: [
      text(
        'intervention',
        'Weekly until Christmas, with a teaching assistant. Evidence: practice consensus, not rated.',
        {
          heading: 'Ending well',
        },
      ),
    ],
    plan: [
      plan({
        type: ['adoption-support', 'Adoption support plan'],
        tier: ['targeted', 'Targeted'],
        from: '2026-11-02',
        reviewOn: '2027-02-12',
        about:
          'A goodbye and a hello, both on days he knows. Open to any family North RAA has supported. If the hand-over ' +
          'has not happened by 11 December, ring Ms Price.',
      }),
    ],
    commitments: [
      commitment('Hand over in person: what works, what does not', {
        owner: 'PractitionerRole/okafor',
        requester: 'PractitionerRole/price',
        status: 'accepted',
        dueOn: '2026-12-11',
      }),
      commitment('Two visits to the new school before Christmas', {
        owner: 'PractitionerRole/bello',
        requester: 'PractitionerRole/price',
        status: 'accepted',
        dueOn: '2026-12-15',
      }),
      commitment('Agree how the rest of the Pupil Premium Plus follows', {
        owner: 'PractitionerRole/adeyemi',
        requester: 'PractitionerRole/bello',
        status: 'requested',
        dueOn: '2026-12-04',
        kind: 'advice-request',
      }),
      commitment('Six-week settling-in review', {
        owner: 'PractitionerRole/bello',
        requester: 'PractitionerRole/price',
        status: 'accepted',
        dueOn: '2027-02-12',
      }),
    ],
    outcomes: [goal('Jay has one friend to sit with by February half-term', '2027-02-12')],
    arrangement: [
      arrangement('adoption-order', 'Adoption order', '2020-09-17'),
      text('parental-responsibility', 'adoptive parent', { of: ['RelatedPerson/jay-marta', 'RelatedPerson/jay-leo'] }),
    ],
  },
  agreements: [
    {
      agreedOn: '2026-11-02',
      by: ['RelatedPerson/jay-marta', 'RelatedPerson/jay-leo'],
      controller: 'Organization/north-raa',
      until: '2027-07-20',
      shares: [
        {
          with: 'class-teacher',
          at: 'Organization/hillside',
          sections: ['about-me', 'strengths', 'what-helps', 'words', 'needs', 'people'],
          until: '2026-12-18',
        },
        {
          with: 'designated-teacher',
          at: 'Organization/hillside',
          sections: [
            'about-me',
            'strengths',
            'what-helps',
            'words',
            'needs',
            'education-context',
            'people',
            'interventions',
            'plan',
            'commitments',
          ],
          until: '2026-12-18',
        },
        {
          with: 'senco',
          at: 'Organization/hillside',
          sections: ['strengths', 'what-helps', 'needs', 'education-context', 'people', 'interventions', 'plan'],
          until: '2026-12-18',
        },
        {
          with: 'designated-teacher',
          at: 'Organization/larkfield',
          sections: [
            'about-me',
            'strengths',
            'what-helps',
            'words',
            'needs',
            'education-context',
            'people',
            'plan',
            'commitments',
            'outcomes',
          ],
          from: '2027-01-04',
        },
        {
          with: 'class-teacher',
          at: 'Organization/larkfield',
          sections: ['about-me', 'strengths', 'what-helps', 'words', 'needs', 'people'],
          from: '2027-01-04',
        },
        {
          with: 'virtual-school-head',
          at: 'Organization/northmoor',
          sections: ['what-helps', 'education-context', 'people', 'plan', 'commitments', 'outcomes'],
        },
        {
          with: 'gp',
          at: 'Organization/bridge-street',
          sections: ['words', 'health-context', 'people', 'commitments', 'arrangement'],
        },
        {
          with: 'lead-worker',
          at: 'PractitionerRole/price',
          sections: ['needs', 'people', 'interventions', 'plan', 'commitments', 'outcomes', 'arrangement'],
        },
      ],
    },
  ],
})
