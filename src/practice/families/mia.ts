import { arrangement, commitment, goal, need, plan, text } from './entries.ts'
import { family } from './family.ts'

/** Year 2 to 3; special guardianship with grandparents; relatives have made commitments too. */
export const mia = family({
  id: 'mia',
  knownAs: 'Mia',
  familyName: 'Doyle',
  bornOn: '2019-11-03',
  planReference: '3F-118',
  nhsNumber: '9990000026',
  upn: 'K801200026003',
  writtenAt: '2026-11-10T11:05:00Z',
  relatives: [
    { id: 'mia-rose', name: 'Rose Doyle', capacity: 'special-guardian' },
    { id: 'mia-pat', name: 'Pat Doyle', capacity: 'special-guardian' },
    { id: 'mia-kelly', name: 'Kelly Doyle', capacity: 'relative' },
  ],
  team: [
    { role: 'lead-worker', member: 'PractitionerRole/grant' },
    { role: 'class-teacher', member: 'PractitionerRole/khan' },
    { role: 'designated-teacher', member: 'PractitionerRole/okafor' },
    { role: 'virtual-school-head', member: 'PractitionerRole/adeyemi' },
    { role: 'gp', member: 'PractitionerRole/shah' },
    { role: 'family-member', member: 'RelatedPerson/mia-kelly' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/lee' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/amin' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/rao' },
  ],
  sections: {
    'about-me': [
      text('own-words', 'I like it when Nana waves from the gate.', {
        on: '2026-10-15',
        by: ['Patient/mia', 'PractitionerRole/khan'],
      }),
    ],
    strengths: [text('strength', 'Makes everybody laugh at tidy-up time'), text('strength', 'Remembers every song')],
    'what-helps': [
      text('do', 'Say who is picking up, in the morning and again at lunch'),
      text('do', 'Let Mia carry something to the office when goodbyes are hard'),
      text('please-dont', 'Ask in front of others who is at home'),
      text('trigger', 'A late pick-up'),
    ],
    words: [
      text('word-to-use', 'Nana and Grandad'),
      text('word-to-avoid', 'Mum and Dad, unless Mia says it first'),
      text('address-as', 'Mia. Rose and Pat are “Nana and Grandad”.'),
    ],
    needs: [need('Goodbyes are hard', 'confirmed', 'separation'), need('Sudden change is hard', 'possible', 'change')],
    'health-context': [text('health-fact', 'Up to date', { heading: 'Immunisations' })],
    'education-context': [
      text('education-fact', 'The school may claim it: Rose and Pat declared it in September 2026', {
        heading: 'Pupil Premium Plus',
      }),
    ],
    'family-support': [
      text('family-support', 'Taken up: second Tuesday of the month', { heading: 'Peer group for grandparents' }),
      text('family-support', 'Open: not taken up yet', { heading: 'Short breaks' }),
    ],
    plan: [
      plan({
        type: ['special-guardianship-support', 'Special guardianship support plan'],
        tier: ['universal', 'Universal'],
        from: '2026-06-01',
        reviewOn: '2027-05-28',
        about: 'A calm move to the juniors, with family close by.',
      }),
    ],
    commitments: [
      commitment('Collect from school every Wednesday', {
        owner: 'RelatedPerson/mia-kelly',
        requester: 'PractitionerRole/grant',
        status: 'in-progress',
        dueOn: '2027-07-16',
      }),
      commitment('Come along to the peer group the first time', {
        owner: 'PractitionerRole/grant',
        requester: 'PractitionerRole/grant',
        status: 'completed',
        dueOn: '2026-10-13',
        doneOn: '2026-10-13',
      }),
      commitment('Explain to the family what the Virtual School can advise on', {
        owner: 'PractitionerRole/adeyemi',
        requester: 'PractitionerRole/grant',
        status: 'requested',
        dueOn: '2026-12-04',
      }),
      commitment('Hearing test', {
        owner: 'Organization/bridge-street',
        requester: 'PractitionerRole/grant',
        status: 'requested',
        dueOn: '2026-12-18',
      }),
    ],
    outcomes: [goal('Mia comes in without tears three mornings in five', '2027-03-26')],
    arrangement: [
      arrangement('special-guardianship-order', 'Special guardianship order', '2023-03-08'),
      text('parental-responsibility', 'special guardian', { of: ['RelatedPerson/mia-rose', 'RelatedPerson/mia-pat'] }),
    ],
  },
  agreements: [
    {
      agreedOn: '2026-06-01',
      by: ['RelatedPerson/mia-rose', 'RelatedPerson/mia-pat'],
      controller: 'Organization/northmoor',
      until: '2027-08-31',
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
          ],
          until: '2027-07-20',
        },
        {
          with: 'virtual-school-head',
          at: 'Organization/northmoor',
          sections: ['education-context', 'people', 'plan', 'commitments'],
        },
        {
          with: 'gp',
          at: 'Organization/bridge-street',
          sections: ['words', 'needs', 'health-context', 'commitments', 'people', 'arrangement'],
        },
        {
          with: 'lead-worker',
          at: 'PractitionerRole/grant',
          sections: ['needs', 'people', 'family-support', 'plan', 'commitments', 'outcomes', 'arrangement'],
        },
      ],
    },
  ],
})
