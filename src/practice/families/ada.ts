import { arrangement, commitment, goal, known, need, plan, text } from './entries.ts'
import { family } from './family.ts'

/** Year 2; where she lives and goes to school is hidden: nobody outside the school may be told which it is. */
export const ada = family({
  id: 'ada',
  knownAs: 'Ada',
  familyName: 'Winter',
  bornOn: '2020-01-25',
  planReference: '3J-452',
  nhsNumber: '9990000093',
  upn: 'Y801200024009',
  locationHidden: true,
  writtenAt: '2026-11-11T09:40:00Z',
  relatives: [{ id: 'ada-fern', name: 'Fern Winter', capacity: 'adoptive-parent' }],
  team: [
    { role: 'lead-worker', member: 'PractitionerRole/price' },
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
    'about-me': [
      text('own-words', 'I know all the dinosaurs. My best one is the one with the frill.', {
        on: '2026-10-12',
        by: ['Patient/ada', 'PractitionerRole/khan'],
      }),
    ],
    strengths: [
      text('strength', 'Remembers facts and tells them well'),
      text('strength', 'Brave on the climbing frame'),
    ],
    'what-helps': [
      text('do', 'Let her see who is coming in before the door opens'),
      text('do', 'Hand her over to Fern in person, nobody else'),
      text('please-dont', 'Put her name or photograph on the website, a display or the newsletter'),
      text('trigger', 'Strangers with cameras'),
    ],
    words: [
      text('word-to-use', 'Fern, or Mummy'),
      text('address-as', 'Ada. Post nothing: ring Ms Price, who passes it on.'),
    ],
    needs: [
      need('Trusting new adults takes time', 'confirmed', 'trust'),
      need('Busy rooms are hard', 'possible', 'sensory'),
    ],
    'health-context': [
      known('prenatal-alcohol', 'not-known', 'Not known'),
      known('family-history', 'not-known', 'Not available', { on: '2026-04-22', by: ['Organization/north-raa'] }),
      text('health-fact', 'Vegetarian, by her own wish', { heading: 'Food' }),
    ],
    'family-support': [
      text('family-support', 'Taken up: a named worker to ring at any time of day', { heading: 'On-call line' }),
    ],
    plan: [
      plan({
        type: ['adoption-support', 'Adoption support plan'],
        tier: ['targeted', 'Targeted'],
        from: '2026-09-21',
        reviewOn: '2027-03-19',
        about:
          'An ordinary, cheerful school year, with nobody told where. Open to any family North RAA has supported. If ' +
          'anything slips, ring Ms Price the same day.',
      }),
    ],
    commitments: [
      commitment('Check every half-term who may collect', {
        owner: 'PractitionerRole/okafor',
        requester: 'PractitionerRole/price',
        status: 'in-progress',
        dueOn: '2026-12-18',
      }),
      commitment('Keep the address off letters and referrals', {
        owner: 'PractitionerRole/shah',
        requester: 'PractitionerRole/price',
        status: 'accepted',
        dueOn: '2027-03-19',
      }),
      commitment('Advise on trips and photographs for the whole year', {
        owner: 'PractitionerRole/adeyemi',
        requester: 'PractitionerRole/price',
        status: 'accepted',
        dueOn: '2026-12-11',
      }),
    ],
    outcomes: [goal('Ada goes on the summer trip', '2027-07-09')],
    arrangement: [
      arrangement('adoption-order', 'Adoption order', '2022-11-10'),
      text('parental-responsibility', 'adoptive parent', { of: ['RelatedPerson/ada-fern'] }),
    ],
  },
  agreements: [
    {
      agreedOn: '2026-09-21',
      by: ['RelatedPerson/ada-fern'],
      controller: 'Organization/north-raa',
      until: '2027-09-20',
      shares: [
        {
          with: 'class-teacher',
          at: 'Organization/hillside',
          sections: ['about-me', 'strengths', 'what-helps', 'words', 'needs', 'people'],
          until: '2027-07-20',
        },
        {
          with: 'designated-teacher',
          at: 'Organization/hillside',
          sections: ['about-me', 'strengths', 'what-helps', 'words', 'needs', 'people', 'plan', 'commitments'],
          until: '2027-07-20',
        },
        {
          with: 'virtual-school-head',
          at: 'Organization/northmoor',
          sections: ['needs', 'people', 'plan', 'commitments'],
        },
        {
          with: 'gp',
          at: 'Organization/bridge-street',
          sections: ['words', 'needs', 'health-context', 'people', 'commitments', 'arrangement'],
        },
        {
          with: 'lead-worker',
          at: 'Practitioner/price',
          sections: ['needs', 'people', 'family-support', 'plan', 'commitments', 'outcomes', 'arrangement'],
        },
      ],
    },
  ],
})
