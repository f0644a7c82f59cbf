import { arrangement, commitment, goal, known, need, plan, text } from './entries.ts'
import { family } from './family.ts'

/** Year 11 to post-16. */
export const theo = family({
  id: 'theo',
  knownAs: 'Theo',
  familyName: 'Marsh',
  bornOn: '2011-03-09',
  planReference: '9C-561',
  nhsNumber: '9990000034',
  upn: 'X801200122001',
  writtenAt: '2026-11-17T09:30:00Z',
  relatives: [{ id: 'theo-lena', name: 'Lena Marsh', capacity: 'adoptive-parent' }],
  team: [
    { role: 'lead-worker', member: 'PractitionerRole/price' },
    { role: 'designated-teacher', member: 'PractitionerRole/bello' },
    { role: 'virtual-school-head', member: 'PractitionerRole/adeyemi' },
    { role: 'gp', member: 'PractitionerRole/shah' },
    { role: 'post-adoption-team', member: 'Organization/post-adoption' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/wren' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/amin' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/rao' },
  ],
  sections: {
    'about-me': [
      text('own-words', 'I want to do bricklaying at college. Ask me, not about me.', {
        on: '2026-11-03',
        by: ['Patient/theo', 'PractitionerRole/bello'],
      }),
    ],
    strengths: [text('strength', 'Works hard at anything with his hands'), text('strength', 'Loyal friend')],
    'what-helps': [
      text('do', 'Agree the plan with Theo first, then tell his mum'),
      text('please-dont', 'Talk about next year in front of the class'),
    ],
    needs: [
      need('Trusting new adults takes time', 'confirmed', 'trust'),
      need('Big feelings come quickly', 'confirmed', 'feelings'),
    ],
    'health-context': [
      known('family-history', 'not-known', 'Not available', { on: '2025-05-19', by: ['Organization/north-raa'] }),
      known('prenatal-alcohol', 'not-known', 'Not known'),
    ],
    'education-context': [
      text('education-fact', 'Brick Skills, Northmoor College; interview 20 January 2027', {
        heading: 'After Year 11',
      }),
    ],
    plan: [
      plan({
        type: ['adoption-support', 'Adoption support plan'],
        tier: ['specialist', 'Specialist'],
        from: '2026-01-12',
        reviewOn: '2026-12-11',
        about: 'A college place that Theo chose, and somebody he knows on the first day.',
      }),
    ],
    commitments: [
      commitment('Visit the college together, on a working day', {
        owner: 'PractitionerRole/bello',
        requester: 'PractitionerRole/price',
        status: 'accepted',
        dueOn: '2026-12-18',
      }),
      commitment('Agree with the college who is there to meet him on the first day', {
        owner: 'PractitionerRole/adeyemi',
        requester: 'PractitionerRole/bello',
        status: 'in-progress',
        dueOn: '2026-11-20',
      }),
      commitment('Is a bursary open after 16?', {
        owner: 'PractitionerRole/adeyemi',
        requester: 'PractitionerRole/bello',
        status: 'requested',
        dueOn: '2026-12-02',
        kind: 'advice-request',
      }),
      commitment('Twelve sessions of talking therapy', {
        owner: 'Organization/camhs',
        requester: 'PractitionerRole/price',
        status: 'accepted',
        dueOn: '2027-03-31',
      }),
    ],
    outcomes: [goal('Theo starts a course he chose', '2027-09-10')],
    arrangement: [
      arrangement('adoption-order', 'Adoption order', '2015-11-12'),
      text('parental-responsibility', 'adoptive parent', { of: ['RelatedPerson/theo-lena'] }),
    ],
  },
  agreements: [
    {
      agreedOn: '2026-01-12',
      by: ['RelatedPerson/theo-lena'],
      controller: 'Organization/north-raa',
      until: '2027-03-08',
      shares: [
        {
          with: 'designated-teacher',
          at: 'Organization/larkfield',
          sections: [
            'about-me',
            'strengths',
            'what-helps',
            'needs',
            'education-context',
            'people',
            'plan',
            'commitments',
          ],
        },
        {
          with: 'virtual-school-head',
          at: 'Organization/northmoor',
          sections: ['education-context', 'people', 'plan', 'commitments', 'outcomes'],
        },
        { with: 'gp', at: 'Organization/bridge-street', sections: ['health-context', 'people', 'arrangement'] },
        {
          with: 'lead-worker',
          at: 'PractitionerRole/price',
          sections: ['needs', 'people', 'plan', 'commitments', 'outcomes', 'arrangement'],
        },
      ],
    },
  ],
})
