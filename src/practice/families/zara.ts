import { arrangement, commitment, goal, known, need, objection, plan, text } from './entries.ts'
import { family } from './family.ts'

/**
 * Year 4, with an aunt under a child arrangements order. Her mother shares parental responsibility, and objects to the
 * sharing of health and assessment, to nothing else.
 */
export const zara = family({
  id: 'zara',
  knownAs: 'Zara',
  familyName: 'Finch',
  bornOn: '2018-05-09',
  planReference: '5W-326',
  nhsNumber: '9990000077',
  upn: 'M801200022010',
  writtenAt: '2026-11-13T15:45:00Z',
  relatives: [
    { id: 'zara-gemma', name: 'Gemma Finch', capacity: 'child-arrangements-carer' },
    { id: 'zara-lara', name: 'Lara Finch', capacity: 'parent' },
  ],
  team: [
    { role: 'lead-worker', member: 'PractitionerRole/grant' },
    { role: 'class-teacher', member: 'PractitionerRole/khan' },
    { role: 'designated-teacher', member: 'PractitionerRole/okafor' },
    { role: 'senco', member: 'PractitionerRole/dean' },
    { role: 'virtual-school-head', member: 'PractitionerRole/adeyemi' },
    { role: 'gp', member: 'PractitionerRole/shah' },
    { role: 'kinship-team', member: 'Organization/kinship-team' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/lee' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/amin' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/rao' },
  ],
  sections: {
    'about-me': [
      text('own-words', 'I want to be a vet or a drummer. Both is fine.', {
        on: '2026-10-02',
        by: ['Patient/zara', 'PractitionerRole/okafor'],
      }),
    ],
    strengths: [text('strength', 'Keeps a beat that the whole class follows'), text('strength', 'Asks good questions')],
    'what-helps': [
      text('do', 'Let her tap quietly on her knee: it is how she listens'),
      text('do', 'Give good news in private; praise in front of all is hard'),
      text('please-dont', 'Guess how her weekend was'),
      text('trigger', 'Being the last to be picked up'),
    ],
    words: [
      text('word-to-use', 'Auntie Gem'),
      text('word-to-avoid', 'your mum, for Gemma'),
      text('address-as', 'Zara. Gemma is “Auntie Gem”. Letters about school go to Gemma and to Lara.'),
    ],
    needs: [
      need('Big feelings come quickly', 'confirmed', 'feelings'),
      need('Holding several things in mind is hard', 'possible', 'memory'),
    ],
    assessment: [
      text(
        'assessment',
        'Bright and quick, and worn out by noise. Short tasks with a break between bring out her best. Next: try a ' +
          'term of movement breaks, then meet again.',
        {
          heading: 'Learning',
          method: 'Classroom visit and two sessions with Zara',
          on: '2026-06-18',
          by: ['PractitionerRole/bell'],
        },
      ),
    ],
    'health-context': [
      known('prenatal-alcohol', 'not-known', 'Not known'),
      known('family-history', 'confirmed', 'Available: ask the family', { on: '2026-05-11' }),
      text('health-fact', 'Grommets in spring; hears well now', { heading: 'Ears' }),
    ],
    'education-context': [
      text('education-fact', 'SEN support since September, reviewed each term', {
        heading: 'Special educational needs',
      }),
    ],
    interventions: [
      text('intervention', 'Three short breaks a day in class. Evidence: practice consensus, not rated.', {
        heading: 'Movement breaks',
      }),
    ],
    plan: [
      plan({
        type: ['family-network-support', 'Family network support plan'],
        tier: ['targeted', 'Targeted'],
        from: '2026-09-15',
        reviewOn: '2027-03-15',
        about:
          'Time for drums, time for both sides of the family, and calm Mondays. Open to families with a court order in ' +
          'Northmoor. If something slips, ring Mr Grant, then the kinship team.',
      }),
    ],
    commitments: [
      commitment('Lend a practice pad for the weekends', {
        owner: 'PractitionerRole/okafor',
        requester: 'PractitionerRole/grant',
        status: 'completed',
        dueOn: '2026-10-23',
        doneOn: '2026-10-20',
      }),
      commitment('Meet both sides of the family about what may be shared', {
        owner: 'PractitionerRole/grant',
        requester: 'PractitionerRole/grant',
        status: 'accepted',
        dueOn: '2026-12-09',
      }),
    ],
    outcomes: [goal('Zara asks for a break before she needs one', '2027-03-15')],
    arrangement: [
      arrangement('child-arrangements-order', 'Child arrangements order: lives with Gemma Finch', '2024-02-15'),
      text('parental-responsibility', 'carer under the order, shared with her mother', {
        of: ['RelatedPerson/zara-gemma'],
      }),
      text('parental-responsibility', 'mother, shared with Gemma Finch', { of: ['RelatedPerson/zara-lara'] }),
      objection('RelatedPerson/zara-lara', 'Does not want health or assessment shared', '2026-10-02', [
        'health-context',
        'assessment',
      ]),
    ],
  },
  agreements: [
    {
      agreedOn: '2026-09-15',
      by: ['RelatedPerson/zara-gemma'],
      controller: 'Organization/northmoor',
      until: '2027-09-14',
      shares: [
        {
          with: 'class-teacher',
          at: 'Organization/hillside',
          sections: ['about-me', 'strengths', 'what-helps', 'words', 'needs', 'people'],
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
            'assessment',
            'education-context',
            'people',
            'interventions',
            'plan',
            'commitments',
            'outcomes',
            'arrangement',
          ],
        },
        {
          with: 'senco',
          at: 'Organization/hillside',
          sections: ['what-helps', 'needs', 'assessment', 'education-context', 'people', 'interventions'],
        },
        {
          with: 'virtual-school-head',
          at: 'Organization/northmoor',
          sections: ['education-context', 'people', 'plan', 'commitments'],
        },
        {
          with: 'gp',
          at: 'Organization/bridge-street',
          sections: ['words', 'needs', 'assessment', 'health-context', 'people', 'commitments', 'arrangement'],
        },
        {
          with: 'lead-worker',
          at: 'PractitionerRole/grant',
          sections: [
            'needs',
            'assessment',
            'people',
            'interventions',
            'plan',
            'commitments',
            'outcomes',
            'arrangement',
          ],
        },
      ],
    },
  ],
})
