import { arrangement, commitment, goal, known, need, plan, text } from './entries.ts'
import { family } from './family.ts'

/** Year 12, aged 16: he agrees for himself. */
export const callum = family({
  id: 'callum',
  knownAs: 'Callum',
  familyName: 'Reid',
  bornOn: '2010-08-20',
  planReference: '9E-870',
  nhsNumber: '9990000085',
  upn: 'D801200123006',
  writtenAt: '2026-11-17T16:20:00Z',
  relatives: [{ id: 'callum-morag', name: 'Morag Reid', capacity: 'adoptive-parent' }],
  team: [
    { role: 'lead-worker', member: 'PractitionerRole/price' },
    { role: 'designated-teacher', member: 'PractitionerRole/bello' },
    { role: 'virtual-school-head', member: 'PractitionerRole/adeyemi' },
    { role: 'gp', member: 'PractitionerRole/shah' },
    { role: 'camhs', member: 'Organization/camhs' },
    { role: 'post-adoption-team', member: 'Organization/post-adoption' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/wren' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/amin' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/rao' },
  ],
  sections: {
    'about-me': [
      text('own-words', 'Talk to me first, then to Mum. I will tell you if I want her there.', {
        on: '2026-11-02',
        by: ['Patient/callum'],
      }),
    ],
    strengths: [
      text('strength', 'Cooks for the whole house on Sundays'),
      text('strength', 'Turns up, even on the bad days'),
    ],
    'what-helps': [
      text('do', 'Send a text the day before a meeting: who, where, how long'),
      text('please-dont', 'Talk across him'),
    ],
    words: [text('address-as', 'Callum. Write to him, not to his parents.')],
    needs: [
      need('Sudden change is hard', 'confirmed', 'change'),
      need('Keeping track of time is hard', 'confirmed', 'organising'),
    ],
    'health-context': [
      known('prenatal-alcohol', 'not-known', 'Not known'),
      known('family-history', 'not-known', 'Not available', { on: '2026-11-02', by: ['Organization/north-raa'] }),
      text('health-fact', 'Sees the practice on his own', { heading: 'Appointments' }),
    ],
    'education-context': [
      text('education-fact', 'Level 3 catering, first year; work experience in March', { heading: 'Course' }),
    ],
    interventions: [
      text('intervention', 'Weekly since September. Evidence: practice consensus, not rated.', {
        heading: 'Mentoring at college',
      }),
    ],
    plan: [
      plan({
        type: ['adoption-support', 'Adoption support plan'],
        tier: ['targeted-plus', 'Targeted plus'],
        from: '2026-11-02',
        reviewOn: '2027-05-04',
        about:
          'The step to adult services, planned a year ahead. Support stays open to him after 18. If something slips, he ' +
          'rings Ms Price himself, then her manager.',
      }),
    ],
    commitments: [
      commitment('Write down which services change at 18, and who carries on', {
        owner: 'PractitionerRole/price',
        requester: 'PractitionerRole/price',
        status: 'accepted',
        dueOn: '2027-01-29',
      }),
      commitment('Is there help with travel to work experience?', {
        owner: 'PractitionerRole/adeyemi',
        requester: 'PractitionerRole/bello',
        status: 'requested',
        dueOn: '2026-12-01',
        kind: 'advice-request',
      }),
      commitment('Offer a longer appointment before the move to adult clinics', {
        owner: 'PractitionerRole/shah',
        requester: 'PractitionerRole/price',
        status: 'requested',
        dueOn: '2027-02-26',
      }),
    ],
    outcomes: [goal('Callum finishes the first year of a course he likes', '2027-07-02')],
    arrangement: [
      arrangement('adoption-order', 'Adoption order', '2013-05-23'),
      text('parental-responsibility', 'adoptive parent', { of: ['RelatedPerson/callum-morag'] }),
    ],
  },
  agreements: [
    {
      agreedOn: '2026-11-02',
      by: ['Patient/callum'],
      controller: 'Organization/north-raa',
      until: '2027-10-19',
      shares: [
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
            'interventions',
            'plan',
            'commitments',
          ],
        },
        {
          with: 'virtual-school-head',
          at: 'PractitionerRole/adeyemi',
          sections: ['education-context', 'people', 'commitments'],
        },
        {
          with: 'gp',
          at: 'Organization/bridge-street',
          sections: ['about-me', 'words', 'health-context', 'people', 'commitments', 'arrangement'],
        },
        {
          with: 'lead-worker',
          at: 'PractitionerRole/price',
          sections: ['about-me', 'needs', 'people', 'interventions', 'plan', 'commitments', 'outcomes', 'arrangement'],
        },
      ],
    },
  ],
})
