import { arrangement, commitment, goal, known, plan, text } from './entries.ts'
import { family } from './family.ts'

/** Grown up, aged 19: she agrees, nobody for her, with her GP and the people who support her. There is no school. */
export const hannah = family({
  id: 'hannah',
  knownAs: 'Hannah',
  familyName: 'Vale',
  bornOn: '2007-05-04',
  planReference: '2Q-591',
  nhsNumber: '9990000107',
  writtenAt: '2026-11-09T17:30:00Z',
  relatives: [],
  team: [
    { role: 'lead-worker', member: 'PractitionerRole/ortiz' },
    { role: 'gp', member: 'PractitionerRole/shah' },
    { role: 'adoption-medical-adviser', member: 'PractitionerRole/novak' },
    { role: 'post-adoption-team', member: 'Organization/post-adoption' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/amin' },
  ],
  sections: {
    'about-me': [
      text('own-words', 'I would rather hear “we do not know” than a guess. Tell me what you write down.', {
        on: '2026-11-09',
        by: ['Patient/hannah', 'PractitionerRole/ortiz'],
      }),
      text('about-me', 'Late shifts at the bakery: afternoons are best', { heading: 'When to reach me' }),
    ],
    strengths: [text('strength', 'Runs the early bake on her own'), text('strength', 'Asks for what she needs')],
    words: [
      text('word-to-use', 'adopted person'),
      text('word-to-avoid', 'lucky'),
      text('address-as', 'Hannah, or Ms Vale. Nobody else is told anything without asking her.'),
    ],
    'health-context': [
      known('prenatal-alcohol', 'not-known', 'Not known'),
      known('family-history', 'not-known', 'Not available', { on: '2026-10-05', by: ['Organization/north-raa'] }),
      text('health-fact', 'Screening by age is offered as to anybody; family risk cannot be worked out', {
        heading: 'Screening',
      }),
    ],
    interventions: [
      text(
        'intervention',
        'Eight sessions, three done. Evidence: not rated; she chose it and it is reviewed with her.',
        {
          heading: 'Counselling',
        },
      ),
    ],
    plan: [
      plan({
        type: ['adoption-support', 'Adoption support plan'],
        tier: ['targeted', 'Targeted'],
        from: '2026-11-09',
        reviewOn: '2027-05-07',
        about:
          'Somebody to talk to, and help with asking for records. Open to every adopted adult in the region. If ' +
          'something slips, Hannah rings Ms Ortiz, then the post-adoption team.',
      }),
    ],
    commitments: [
      commitment('Explain how to ask for records, and be there when they come', {
        owner: 'PractitionerRole/ortiz',
        requester: 'PractitionerRole/ortiz',
        status: 'accepted',
        dueOn: '2027-01-22',
      }),
      commitment('Record family history as unknown, not as none', {
        owner: 'PractitionerRole/shah',
        requester: 'PractitionerRole/ortiz',
        status: 'accepted',
        dueOn: '2026-12-07',
      }),
    ],
    outcomes: [goal('Hannah decides for herself how much to look for', '2027-05-07')],
    arrangement: [arrangement('adoption-order', 'Adoption order', '2010-07-29')],
  },
  agreements: [
    {
      agreedOn: '2026-11-09',
      by: ['Patient/hannah'],
      controller: 'Organization/north-raa',
      until: '2027-11-08',
      shares: [
        {
          with: 'gp',
          at: 'Organization/bridge-street',
          sections: ['about-me', 'words', 'health-context', 'people', 'commitments', 'arrangement'],
        },
        {
          with: 'lead-worker',
          at: 'Organization/post-adoption',
          sections: [
            'about-me',
            'strengths',
            'words',
            'people',
            'interventions',
            'plan',
            'commitments',
            'outcomes',
            'arrangement',
          ],
        },
        {
          with: 'lead-worker',
          at: 'PractitionerRole/price',
          sections: ['people', 'plan', 'commitments', 'outcomes'],
        },
      ],
    },
  ],
})
