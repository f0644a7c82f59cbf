import { arrangement, commitment, goal, known, need, plan, text } from './entries.ts'
import { family } from './family.ts'

/** Year 6 to 7; alcohol before birth confirmed; shared with school, practice and Virtual School. */
export const sam = family({
  id: 'sam',
  knownAs: 'Sam',
  familyName: 'Carter',
  bornOn: '2016-05-12',
  planReference: '7K-204',
  nhsNumber: '9990000018',
  upn: 'G801200026001',
  writtenAt: '2026-11-14T15:20:00Z',
  relatives: [
    { id: 'sam-jo', name: 'Jo Carter', capacity: 'adoptive-parent' },
    { id: 'sam-ali', name: 'Ali Carter', capacity: 'adoptive-parent' },
  ],
  team: [
    { role: 'lead-worker', member: 'PractitionerRole/price' },
    { role: 'class-teacher', member: 'PractitionerRole/khan' },
    { role: 'designated-teacher', member: 'PractitionerRole/okafor' },
    { role: 'senco', member: 'PractitionerRole/dean' },
    { role: 'virtual-school-head', member: 'PractitionerRole/adeyemi' },
    { role: 'gp', member: 'PractitionerRole/shah' },
    { role: 'adoption-medical-adviser', member: 'PractitionerRole/novak' },
    { role: 'post-adoption-team', member: 'Organization/post-adoption' },
    { role: 'camhs', member: 'Organization/camhs' },
    { role: 'fasd-pathway', member: 'Organization/fasd' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/lee' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/amin' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/rao' },
  ],
  sections: {
    'about-me': [
      text('own-words', 'I like knowing what happens next. If it changes, tell me first and I am OK.', {
        on: '2026-10-09',
        by: ['Patient/sam', 'PractitionerRole/okafor'],
      }),
      text('about-me', 'Football on Fridays, and my dog Biscuit.', { heading: 'What matters most to me' }),
      text('about-me', 'I go quiet when it is too much. Sit near me. You do not have to talk.', {
        heading: 'How I let you know',
      }),
    ],
    strengths: [
      text('strength', 'Kind to younger children'),
      text('strength', 'Knows every bird on the school field'),
      text('strength', 'Tries again the next day'),
    ],
    'what-helps': [
      text('do', 'Tell Sam the plan for the day, and point to it again after lunch'),
      text('do', 'Give a quiet job at noisy times'),
      text('do', 'One step at a time, and show it as well as say it'),
      text('please-dont', 'Raise a voice across the room'),
      text('please-dont', 'Take away break time: it is when Sam resets'),
      text('trigger', 'A supply teacher nobody mentioned'),
      text('trigger', 'The dining hall when it echoes'),
    ],
    words: [
      text('word-to-use', 'your grown-ups'),
      text('word-to-use', 'first this, then that'),
      text('word-to-avoid', 'your real family'),
      text('word-to-avoid', 'adopted, as a label'),
      text('address-as', 'Sam. Jo and Ali are “Mum and Dad”. Post to the current address only.'),
    ],
    needs: [
      need('Loud, busy rooms are hard', 'confirmed', 'sensory'),
      need('New places are hard', 'confirmed', 'new-places'),
      need('Several instructions at once are hard to hold on to', 'confirmed', 'memory'),
      need('Making friends in a big group may be hard', 'possible', 'friendships'),
    ],
    'health-context': [
      known('prenatal-alcohol', 'confirmed', 'Confirmed'),
      known('family-history', 'not-known', 'Not available', { on: '2026-09-03', by: ['Organization/north-raa'] }),
      text('health-fact', 'Requested 2 October 2026; waiting for a date', { heading: 'FASD assessment' }),
      text('health-fact', 'Wears glasses for reading', { heading: 'Eyesight' }),
    ],
    'education-context': [
      text('education-fact', 'The school may claim it: Jo and Ali declared it in September 2026', {
        heading: 'Pupil Premium Plus',
      }),
      text('education-fact', 'Highest priority at any school. Evidence seen by the school, 6 October 2026', {
        heading: 'Admissions',
      }),
      text('education-fact', 'SEN support, reviewed each term', { heading: 'Special educational needs' }),
    ],
    plan: [
      plan({
        type: ['adoption-support', 'Adoption support plan'],
        tier: ['targeted', 'Targeted'],
        from: '2026-09-14',
        reviewOn: '2027-03-12',
        about: 'A steady move to secondary school, and an answer about assessment.',
      }),
    ],
    commitments: [
      commitment('Refer to community paediatrics', {
        owner: 'PractitionerRole/shah',
        requester: 'PractitionerRole/price',
        status: 'accepted',
        dueOn: '2026-11-30',
      }),
      commitment('Brief Year 7 tutors before February half-term', {
        owner: 'PractitionerRole/adeyemi',
        requester: 'PractitionerRole/price',
        status: 'accepted',
        dueOn: '2027-02-05',
      }),
      commitment('Agree how Pupil Premium Plus is used', {
        owner: 'PractitionerRole/hart',
        requester: 'PractitionerRole/adeyemi',
        status: 'accepted',
        dueOn: '2026-11-13',
        cover: 'PractitionerRole/dean',
      }),
      commitment('Which evidence does the admissions form need?', {
        owner: 'PractitionerRole/adeyemi',
        requester: 'PractitionerRole/okafor',
        status: 'requested',
        dueOn: '2026-11-24',
        kind: 'advice-request',
      }),
      commitment('Six sessions on managing big moments, for the family', {
        owner: 'PractitionerRole/price',
        requester: 'PractitionerRole/price',
        status: 'in-progress',
        dueOn: '2027-01-29',
      }),
      commitment('Send the September settling-in report', {
        owner: 'PractitionerRole/okafor',
        requester: 'PractitionerRole/adeyemi',
        status: 'completed',
        dueOn: '2026-10-16',
        doneOn: '2026-10-14',
      }),
    ],
    outcomes: [goal('Sam can name two adults at the new school to go to', '2027-07-16')],
    arrangement: [
      arrangement('adoption-order', 'Adoption order', '2019-06-20'),
      text('parental-responsibility', 'adoptive parent', { of: ['RelatedPerson/sam-jo', 'RelatedPerson/sam-ali'] }),
    ],
  },
  agreements: [
    {
      agreedOn: '2026-09-01',
      by: ['RelatedPerson/sam-jo', 'RelatedPerson/sam-ali'],
      controller: 'Organization/north-raa',
      until: '2027-09-01',
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
            'outcomes',
            'arrangement',
          ],
          until: '2027-07-20',
        },
        {
          with: 'virtual-school-head',
          at: 'Organization/northmoor',
          sections: ['what-helps', 'needs', 'education-context', 'people', 'plan', 'commitments', 'outcomes'],
        },
        {
          with: 'gp',
          at: 'Organization/bridge-street',
          sections: ['words', 'needs', 'health-context', 'people', 'commitments', 'arrangement'],
        },
        {
          with: 'lead-worker',
          at: 'PractitionerRole/price',
          sections: ['needs', 'people', 'plan', 'commitments', 'outcomes', 'arrangement'],
        },
      ],
    },
  ],
})
