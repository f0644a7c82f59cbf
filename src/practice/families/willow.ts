import { ableToAgree, arrangement, commitment, goal, known, need, plan, text } from './entries.ts'
import { family } from './family.ts'

/** Year 10, aged 14: found able to agree for herself, she did. */
export const willow = family({
  id: 'willow',
  knownAs: 'Willow',
  familyName: 'Grey',
  bornOn: '2012-04-18',
  planReference: '1X-685',
  nhsNumber: '9990000166',
  upn: 'T801200123007',
  writtenAt: '2026-11-17T14:00:00Z',
  relatives: [{ id: 'willow-ines', name: 'Ines Grey', capacity: 'special-guardian' }],
  team: [
    { role: 'lead-worker', member: 'PractitionerRole/grant' },
    { role: 'class-teacher', member: 'PractitionerRole/tran' },
    { role: 'designated-teacher', member: 'PractitionerRole/bello' },
    { role: 'virtual-school-head', member: 'PractitionerRole/adeyemi' },
    { role: 'gp', member: 'PractitionerRole/shah' },
    { role: 'camhs', member: 'Organization/camhs' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/wren' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/amin' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/rao' },
  ],
  sections: {
    'about-me': [
      text('own-words', 'If I put my headphones in I am coping, not being rude.', {
        on: '2026-10-01',
        by: ['Patient/willow', 'PractitionerRole/bello'],
      }),
    ],
    strengths: [text('strength', 'Writes songs that people hum afterwards'), text('strength', 'Notices who is alone')],
    'what-helps': [
      text('do', 'Let her leave by the side door, five minutes early'),
      text('do', 'Ask by message, not in front of the form'),
      text('please-dont', 'Take her headphones as a punishment'),
      text('trigger', 'Group work with nobody she knows'),
    ],
    words: [text('word-to-use', 'Ines'), text('address-as', 'Willow, she. Ask her before you ring Ines.')],
    needs: [
      need('Loud rooms are hard', 'confirmed', 'sensory'),
      need('Making and keeping friends is hard', 'possible', 'friendships'),
    ],
    assessment: [
      text(
        'assessment',
        'Worry rises in crowds and falls with music. She knows her own signs and what settles them. Next: she leads ' +
          'the review herself.',
        {
          heading: 'Wellbeing',
          method: 'Three conversations, with a questionnaire she filled in',
          on: '2026-09-21',
          by: ['Organization/camhs'],
        },
      ),
    ],
    'health-context': [
      known('prenatal-alcohol', 'not-known', 'Not known'),
      text('health-fact', 'Sleeps better since September, without medicine', { heading: 'Sleep' }),
    ],
    'education-context': [
      text('education-fact', 'A smaller room for mock exams in January', { heading: 'Exams' }),
      text('education-fact', 'SEN support, reviewed each term', { heading: 'Special educational needs' }),
    ],
    interventions: [
      text('intervention', 'Twelve sessions, five done. Evidence: the service’s own outcome scores, not yet rated.', {
        heading: 'Music therapy',
      }),
    ],
    plan: [
      plan({
        type: ['special-guardianship-support', 'Special guardianship support plan'],
        tier: ['specialist', 'Specialist'],
        from: '2026-10-01',
        reviewOn: '2027-03-31',
        about:
          'Quiet ways through a loud school, and songs. Open to families whose order was made in Northmoor; therapy needs ' +
          'an assessment, which is done. If something slips, Willow or Ines rings Mr Grant.',
      }),
    ],
    commitments: [
      commitment('Book the smaller room for mock exams', {
        owner: 'PractitionerRole/bello',
        requester: 'PractitionerRole/grant',
        status: 'accepted',
        dueOn: '2026-12-11',
      }),
      commitment('Tell every subject teacher about the side door', {
        owner: 'PractitionerRole/tran',
        requester: 'PractitionerRole/bello',
        status: 'completed',
        dueOn: '2026-10-16',
        doneOn: '2026-10-15',
      }),
      commitment('Find out whether exam stress groups are open to her', {
        owner: 'PractitionerRole/adeyemi',
        requester: 'PractitionerRole/bello',
        status: 'accepted',
        dueOn: '2027-01-15',
      }),
    ],
    outcomes: [goal('Willow plays one song at the spring concert', '2027-03-24')],
    arrangement: [
      arrangement('special-guardianship-order', 'Special guardianship order', '2018-06-07'),
      text('parental-responsibility', 'special guardian', { of: ['RelatedPerson/willow-ines'] }),
      ableToAgree('PractitionerRole/grant', '2026-09-21'),
    ],
  },
  agreements: [
    {
      agreedOn: '2026-10-01',
      by: ['Patient/willow'],
      controller: 'Organization/northmoor',
      until: '2027-09-30',
      shares: [
        {
          with: 'class-teacher',
          at: 'Organization/larkfield',
          sections: ['about-me', 'strengths', 'what-helps', 'words', 'people'],
        },
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
            'plan',
            'commitments',
          ],
        },
        {
          with: 'virtual-school-head',
          at: 'Organization/northmoor',
          sections: ['education-context', 'people', 'commitments'],
        },
        {
          with: 'gp',
          at: 'PractitionerRole/shah',
          sections: ['about-me', 'words', 'assessment', 'health-context', 'people', 'commitments', 'arrangement'],
        },
        {
          with: 'lead-worker',
          at: 'PractitionerRole/grant',
          sections: ['needs', 'people', 'interventions', 'plan', 'commitments', 'outcomes', 'arrangement'],
        },
      ],
    },
  ],
})
