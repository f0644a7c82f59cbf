import { arrangement, commitment, goal, known, need, plan, text } from './entries.ts'
import { family } from './family.ts'

/** Year 4, looked after by the council, living with a cousin who fosters him: the council agrees. */
export const freddie = family({
  id: 'freddie',
  knownAs: 'Freddie',
  familyName: 'Nash',
  bornOn: '2017-11-19',
  planReference: '7F-310',
  nhsNumber: '9990000158',
  upn: 'H801200022015',
  writtenAt: '2026-11-20T09:05:00Z',
  relatives: [
    { id: 'freddie-mo', name: 'Mo Nash', capacity: 'relative' },
    { id: 'freddie-dee', name: 'Dee Nash', capacity: 'parent' },
  ],
  team: [
    { role: 'lead-worker', member: 'PractitionerRole/grant' },
    { role: 'class-teacher', member: 'PractitionerRole/khan' },
    { role: 'designated-teacher', member: 'PractitionerRole/okafor' },
    { role: 'senco', member: 'PractitionerRole/dean' },
    { role: 'virtual-school-head', member: 'PractitionerRole/adeyemi' },
    { role: 'gp', member: 'PractitionerRole/shah' },
    { role: 'family-member', member: 'RelatedPerson/freddie-mo' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/lee' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/amin' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/rao' },
  ],
  sections: {
    'about-me': [
      text('own-words', 'Mo’s van has a bed in it. We went to see the sea and I drove the map.', {
        on: '2026-11-16',
        by: ['Patient/freddie', 'PractitionerRole/khan'],
      }),
    ],
    strengths: [text('strength', 'Can mend a bicycle'), text('strength', 'Patient with the youngest ones')],
    'what-helps': [
      text('do', 'Give him something to fix'),
      text('do', 'Read the question to him once, then leave him to it'),
      text('please-dont', 'Ask him to read aloud without warning'),
      text('trigger', 'Letters handed out in class'),
    ],
    words: [
      text('word-to-use', 'Mo'),
      text('word-to-avoid', 'your dad, for Mo'),
      text('address-as', 'Freddie. Mo is “Mo”. Forms go to Ms Okafor, who knows who signs them.'),
    ],
    needs: [
      need('Sudden change is hard', 'confirmed', 'change'),
      need('Reading takes him longer', 'confirmed', 'understanding'),
    ],
    'health-context': [
      text('health-fact', 'Yearly health assessment done in September', { heading: 'Health assessment' }),
      known('family-history', 'confirmed', 'Available: ask the council', {
        on: '2026-09-14',
        by: ['Organization/northmoor'],
      }),
    ],
    'education-context': [
      text('education-fact', 'Personal education plan, reviewed each term; next in February', {
        heading: 'Plan at school',
      }),
      text('education-fact', 'Held by the Virtual School', { heading: 'Pupil Premium Plus' }),
    ],
    'family-support': [
      text('family-support', 'Taken up: monthly', { heading: 'Supervision for Mo' }),
      text('family-support', 'Taken up: a bed, a desk and a bicycle stand', { heading: 'Practical help' }),
    ],
    interventions: [
      text(
        'intervention',
        'Three times a week with a trained assistant. Evidence: school’s own reading ages, each term.',
        {
          heading: 'Reading',
        },
      ),
    ],
    plan: [
      plan({
        type: ['family-network-support', 'Family network support plan'],
        tier: ['targeted-plus', 'Targeted plus'],
        from: '2026-10-19',
        reviewOn: '2027-01-18',
        about:
          'Freddie stays with Mo, and sees Dee on Sundays. Open to families the council supports. If something slips, ' +
          'ring Mr Grant; if it is not put right in five days, ask for the reviewing officer.',
      }),
    ],
    commitments: [
      commitment('Bring the repair stand to bicycle club on Thursdays', {
        owner: 'RelatedPerson/freddie-mo',
        requester: 'PractitionerRole/grant',
        status: 'in-progress',
        dueOn: '2027-03-25',
      }),
      commitment('Agree who pays for the reading sessions after Christmas', {
        owner: 'PractitionerRole/adeyemi',
        requester: 'PractitionerRole/okafor',
        status: 'requested',
        dueOn: '2026-11-27',
        kind: 'advice-request',
      }),
      commitment('Screen for dyslexia', {
        owner: 'PractitionerRole/dean',
        requester: 'PractitionerRole/okafor',
        status: 'accepted',
        dueOn: '2026-12-16',
      }),
    ],
    outcomes: [goal('Freddie reads a repair manual on his own', '2027-07-16')],
    arrangement: [
      arrangement(
        'looked-after',
        'Looked after by Northmoor Council; lives with a cousin who fosters him',
        '2025-10-07',
      ),
      text('parental-responsibility', 'council, shared with his mother', { of: ['Organization/northmoor'] }),
      text('parental-responsibility', 'mother, shared with the council', { of: ['RelatedPerson/freddie-dee'] }),
    ],
  },
  agreements: [
    {
      agreedOn: '2026-10-19',
      by: ['Organization/northmoor'],
      controller: 'Organization/northmoor',
      until: '2027-07-20',
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
          at: 'PractitionerRole/dean',
          sections: ['strengths', 'what-helps', 'needs', 'education-context', 'people', 'interventions', 'commitments'],
        },
        {
          with: 'virtual-school-head',
          at: 'Organization/northmoor',
          sections: [
            'what-helps',
            'needs',
            'education-context',
            'people',
            'interventions',
            'plan',
            'commitments',
            'outcomes',
          ],
        },
        {
          with: 'gp',
          at: 'Organization/bridge-street',
          sections: ['words', 'needs', 'health-context', 'people', 'commitments', 'arrangement'],
        },
        {
          with: 'lead-worker',
          at: 'Organization/northmoor',
          sections: [
            'needs',
            'people',
            'family-support',
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
