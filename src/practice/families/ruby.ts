import { arrangement, commitment, known, need, plan, text } from './entries.ts'
import { family } from './family.ts'

/** Year 1; placed before the order: the council agrees, together with the people she is to live with. */
export const ruby = family({
  id: 'ruby',
  knownAs: 'Ruby',
  familyName: '',
  bornOn: '2020-12-02',
  planReference: '5B-930',
  upn: 'F801200119004',
  writtenAt: '2026-11-18T16:45:00Z',
  relatives: [
    { id: 'ruby-nell', name: 'Nell Ames', capacity: 'prospective-adopter' },
    { id: 'ruby-dev', name: 'Dev Ames', capacity: 'prospective-adopter' },
  ],
  team: [
    { role: 'lead-worker', member: 'PractitionerRole/grant' },
    { role: 'class-teacher', member: 'PractitionerRole/khan' },
    { role: 'designated-teacher', member: 'PractitionerRole/okafor' },
    { role: 'gp', member: 'PractitionerRole/shah' },
    { role: 'adoption-medical-adviser', member: 'PractitionerRole/novak' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/lee' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/amin' },
  ],
  sections: {
    'about-me': [
      text('own-words', 'I have a new bedroom. It has a fox on the wall.', { on: '2026-11-06', by: ['Patient/ruby'] }),
    ],
    strengths: [text('strength', 'Notices when somebody is left out')],
    'what-helps': [
      text('do', 'Use “Ruby” alone: on the peg, the tray and the register you read aloud'),
      text('do', 'Keep the same seat and the same partner this term'),
      text('please-dont', 'Ask for baby photographs'),
    ],
    words: [
      text('word-to-use', 'Nell and Dev'),
      text('address-as', 'Ruby. Letters go through Ms Okafor, not to the home.'),
    ],
    needs: [
      need('Trusting new adults takes time', 'confirmed', 'trust'),
      need('Goodbyes are hard', 'confirmed', 'separation'),
    ],
    'health-context': [
      known('family-history', 'not-known', 'Not available', { on: '2026-08-21', by: ['Organization/northmoor'] }),
      known('prenatal-alcohol', 'possible', 'Possible'),
    ],
    plan: [
      plan({
        type: ['adoption-support', 'Adoption support plan'],
        tier: ['targeted', 'Targeted'],
        from: '2026-10-05',
        reviewOn: '2027-01-15',
        about: 'Settling in with Nell and Dev, at school and at home.',
      }),
    ],
    commitments: [
      commitment('Review the plan when the order is made', {
        owner: 'PractitionerRole/grant',
        requester: 'PractitionerRole/grant',
        status: 'accepted',
        dueOn: '2027-01-15',
      }),
      commitment('Make a new registration once the order is made', {
        owner: 'Organization/bridge-street',
        requester: 'PractitionerRole/grant',
        status: 'requested',
      }),
    ],
    arrangement: [
      arrangement('placed-no-order', 'Placed for adoption; no order yet'),
      text('parental-responsibility', 'council', { of: ['Organization/northmoor'] }),
      text('parental-responsibility', 'prospective adopter, shared with the council', {
        of: ['RelatedPerson/ruby-nell', 'RelatedPerson/ruby-dev'],
      }),
    ],
  },
  agreements: [
    {
      agreedOn: '2026-10-05',
      by: ['Organization/northmoor', 'RelatedPerson/ruby-nell', 'RelatedPerson/ruby-dev'],
      controller: 'Organization/northmoor',
      until: '2027-04-05',
      shares: [
        {
          with: 'class-teacher',
          at: 'Organization/hillside',
          sections: ['about-me', 'strengths', 'what-helps', 'words', 'people'],
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
            'people',
            'plan',
            'commitments',
            'arrangement',
          ],
        },
        {
          with: 'gp',
          at: 'Organization/bridge-street',
          sections: ['words', 'needs', 'health-context', 'people', 'commitments', 'arrangement'],
        },
        {
          with: 'lead-worker',
          at: 'PractitionerRole/grant',
          sections: ['needs', 'people', 'plan', 'commitments', 'arrangement'],
        },
      ],
    },
  ],
})
