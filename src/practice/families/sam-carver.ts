import { arrangement, commitment, goal, known, need, plan, text } from './entries.ts'
import { family } from './family.ts'

/** Year 3; nearly the name of a child in Year 6; the agreement ends on Friday 27 November and is being asked for again. */
export const samCarver = family({
  id: 'sam-carver',
  knownAs: 'Sam',
  familyName: 'Carver',
  bornOn: '2019-03-30',
  planReference: '4T-615',
  upn: 'R801200023004',
  writtenAt: '2026-11-16T14:10:00Z',
  relatives: [
    { id: 'sam-carver-priya', name: 'Priya Carver', capacity: 'adoptive-parent' },
    { id: 'sam-carver-luke', name: 'Luke Carver', capacity: 'adoptive-parent' },
  ],
  team: [
    { role: 'lead-worker', member: 'PractitionerRole/price' },
    { role: 'class-teacher', member: 'PractitionerRole/khan' },
    { role: 'designated-teacher', member: 'PractitionerRole/okafor' },
    { role: 'senco', member: 'PractitionerRole/dean' },
    { role: 'virtual-school-head', member: 'PractitionerRole/adeyemi' },
    { role: 'post-adoption-team', member: 'Organization/post-adoption' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/lee' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/rao' },
  ],
  sections: {
    'about-me': [
      text('own-words', 'I am good at being goalie. I do not like it when my coat peg moves.', {
        on: '2026-09-24',
        by: ['Patient/sam-carver', 'PractitionerRole/khan'],
      }),
      text('about-me', 'My sister Anya, swimming, and anything with a map', { heading: 'What matters most to me' }),
    ],
    strengths: [
      text('strength', 'Reads maps better than most grown-ups'),
      text('strength', 'Owns up, and then puts it right'),
    ],
    'what-helps': [
      text('do', 'Keep coat peg, tray and seat where they are; if one must move, let him move it himself'),
      text('do', 'Count down the last five minutes of anything he enjoys'),
      text('please-dont', 'Swap the lunch queue order without saying'),
      text('trigger', 'Fire drills: tell him the day before'),
    ],
    words: [
      text('word-to-use', 'Mum and Daddy Luke'),
      text('word-to-avoid', 'naughty'),
      text('address-as', 'Sam. Use the full name when the other Sam is in the room.'),
    ],
    needs: [
      need('Sudden change is hard', 'confirmed', 'change'),
      need('Keeping track of his things is hard', 'possible', 'organising'),
    ],
    'health-context': [known('prenatal-alcohol', 'not-known', 'Not known')],
    'education-context': [
      text('education-fact', 'Declared by the family in September; the school may claim it', {
        heading: 'Pupil Premium Plus',
      }),
    ],
    plan: [
      plan({
        type: ['adoption-support', 'Adoption support plan'],
        tier: ['universal', 'Universal'],
        from: '2025-11-28',
        reviewOn: '2026-11-27',
        about:
          'A steady year in the juniors. Open to any family North RAA has supported. If something slips, ring Ms Price; ' +
          'if it is still not moving after ten school days, ask for her manager.',
      }),
    ],
    commitments: [
      commitment('Ask the family whether they want to go on sharing', {
        owner: 'PractitionerRole/price',
        requester: 'PractitionerRole/price',
        status: 'accepted',
        dueOn: '2026-11-27',
      }),
      commitment('Put a picture timetable by the door', {
        owner: 'PractitionerRole/khan',
        requester: 'PractitionerRole/okafor',
        status: 'in-progress',
        dueOn: '2026-12-04',
      }),
    ],
    outcomes: [goal('He tells a grown-up when a change worries him', '2027-03-26')],
    arrangement: [
      arrangement('adoption-order', 'Adoption order', '2022-05-05'),
      text('parental-responsibility', 'adoptive parent', {
        of: ['RelatedPerson/sam-carver-priya', 'RelatedPerson/sam-carver-luke'],
      }),
    ],
  },
  agreements: [
    {
      agreedOn: '2025-11-28',
      by: ['RelatedPerson/sam-carver-priya', 'RelatedPerson/sam-carver-luke'],
      controller: 'Organization/north-raa',
      until: '2026-11-27',
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
            'plan',
            'commitments',
            'outcomes',
          ],
        },
        {
          with: 'senco',
          at: 'Organization/hillside',
          sections: ['strengths', 'what-helps', 'needs', 'education-context', 'people', 'plan', 'commitments'],
        },
        {
          with: 'virtual-school-head',
          at: 'Organization/northmoor',
          sections: ['education-context', 'people', 'plan', 'commitments'],
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
