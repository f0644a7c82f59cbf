import { arrangement, commitment, goal, known, need, plan, text } from './entries.ts'
import { family } from './family.ts'

/** At nursery now, starting school in September 2027. The school's grants begin after the offer and again in June. */
export const poppy = family({
  id: 'poppy',
  knownAs: 'Poppy',
  familyName: 'Lane',
  bornOn: '2023-02-11',
  planReference: '6N-283',
  nhsNumber: '9990000050',
  writtenAt: '2026-11-12T10:30:00Z',
  relatives: [
    { id: 'poppy-hugh', name: 'Hugh Lane', capacity: 'special-guardian' },
    { id: 'poppy-tess', name: 'Tess Lane', capacity: 'special-guardian' },
  ],
  team: [
    { role: 'lead-worker', member: 'PractitionerRole/grant' },
    { role: 'class-teacher', member: 'PractitionerRole/flynn' },
    { role: 'designated-teacher', member: 'PractitionerRole/okafor' },
    { role: 'virtual-school-head', member: 'PractitionerRole/adeyemi' },
    { role: 'gp', member: 'PractitionerRole/shah' },
    { role: 'kinship-team', member: 'Organization/kinship-team' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/moss' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/lee' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/amin' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/rao' },
  ],
  sections: {
    'about-me': [
      text('own-words', 'I do the worms. You have to be gentle.', {
        on: '2026-11-05',
        by: ['Patient/poppy', 'PractitionerRole/flynn'],
      }),
      text('about-me', 'I point to the picture when the word will not come.', { heading: 'How I let you know' }),
    ],
    strengths: [text('strength', 'Gentle with anything small'), text('strength', 'Sings the whole day')],
    'what-helps': [
      text('do', 'Meet her at the door with a job: the register, the worms, the water can'),
      text('do', 'Show the picture as you say the word'),
      text('please-dont', 'Lift her from behind'),
      text('trigger', 'Hand dryers and the tannoy'),
    ],
    words: [
      text('word-to-use', 'Uncle Hugh and Auntie Tess'),
      text('word-to-avoid', 'Mummy, for whoever is at the gate'),
      text('address-as', 'Poppy. Hugh and Tess are “Uncle Hugh and Auntie Tess”.'),
    ],
    needs: [
      need('New places are hard', 'confirmed', 'new-places'),
      need('Long instructions are hard to follow', 'possible', 'understanding'),
    ],
    assessment: [
      text(
        'assessment',
        'Understands more than she can say yet. Pictures and short sentences carry her. Next: look again in March.',
        { heading: 'Speech and language', method: 'Play session and talk with family', on: '2026-10-20' },
      ),
    ],
    'health-context': [
      known('prenatal-alcohol', 'possible', 'Possible'),
      known('family-history', 'not-known', 'Not available', { on: '2026-07-01', by: ['Organization/northmoor'] }),
      text('health-fact', 'Hearing checked in October: no concern', { heading: 'Hearing' }),
    ],
    'education-context': [
      text('education-fact', 'Apply by 15 January; highest priority at any school', { heading: 'Admissions' }),
      text('education-fact', 'Claimed by the nursery', { heading: 'Early Years Pupil Premium' }),
    ],
    'family-support': [
      text('family-support', 'Taken up: first Monday of the month', {
        heading: 'Group for uncles, aunts and grandparents',
      }),
      text('family-support', 'Open: not taken up yet', { heading: 'Parenting course' }),
    ],
    interventions: [
      text('intervention', 'Six visits at home, four done. Evidence: NICE quality standard QS133, statement 3.', {
        heading: 'Video feedback',
      }),
    ],
    plan: [
      plan({
        type: ['special-guardianship-support', 'Special guardianship support plan'],
        tier: ['targeted', 'Targeted'],
        from: '2026-09-07',
        reviewOn: '2027-03-05',
        about:
          'A start at school that she has practised. Open to families whose order was made in Northmoor. If something ' +
          'slips, ring Mr Grant, then the kinship team.',
      }),
    ],
    commitments: [
      commitment('Help with the school application', {
        owner: 'PractitionerRole/grant',
        requester: 'PractitionerRole/grant',
        status: 'accepted',
        dueOn: '2027-01-08',
      }),
      commitment('Invite the nursery and the new school to meet', {
        owner: 'PractitionerRole/adeyemi',
        requester: 'PractitionerRole/grant',
        status: 'requested',
        dueOn: '2027-05-14',
      }),
      commitment('Refer to speech and language therapy if March shows no change', {
        owner: 'PractitionerRole/shah',
        requester: 'PractitionerRole/grant',
        status: 'accepted',
        dueOn: '2027-03-31',
      }),
    ],
    outcomes: [goal('Poppy walks into Reception with somebody she knows', '2027-09-10')],
    arrangement: [
      arrangement('special-guardianship-order', 'Special guardianship order', '2025-04-16'),
      text('parental-responsibility', 'special guardian', {
        of: ['RelatedPerson/poppy-hugh', 'RelatedPerson/poppy-tess'],
      }),
    ],
  },
  agreements: [
    {
      agreedOn: '2026-09-07',
      by: ['RelatedPerson/poppy-hugh', 'RelatedPerson/poppy-tess'],
      controller: 'Organization/northmoor',
      until: '2027-10-22',
      shares: [
        {
          with: 'class-teacher',
          at: 'Organization/little-oaks',
          sections: ['about-me', 'strengths', 'what-helps', 'words', 'needs', 'people'],
          until: '2027-07-23',
        },
        {
          with: 'designated-teacher',
          at: 'Organization/hillside',
          sections: ['strengths', 'what-helps', 'words', 'needs', 'education-context', 'people', 'plan', 'commitments'],
          from: '2027-04-26',
        },
        {
          with: 'class-teacher',
          at: 'Organization/hillside',
          sections: ['about-me', 'strengths', 'what-helps', 'words', 'needs', 'people'],
          from: '2027-06-21',
        },
        {
          with: 'virtual-school-head',
          at: 'Organization/northmoor',
          sections: ['education-context', 'people', 'plan', 'commitments', 'outcomes'],
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
