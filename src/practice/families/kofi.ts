import { arrangement, CONFIDENTIALITY, commitment, goal, known, labelled, need, plan, text } from './entries.ts'
import { family } from './family.ts'

const NORMAL: [string, string] = [CONFIDENTIALITY, 'N']
const RESTRICTED: [string, string] = [CONFIDENTIALITY, 'R']

/**
 * Year 5, with a grandmother. The school's SENCos are among those agreed to, but not Mr Dean; and one need is labelled
 * so that the practice is told of it and the school is not. The others are labelled too: what has no label might be any.
 */
export const kofi = family({
  id: 'kofi',
  knownAs: 'Kofi',
  familyName: 'Mensah',
  bornOn: '2016-10-08',
  planReference: '8M-167',
  nhsNumber: '9990000115',
  upn: 'H801200021014',
  writtenAt: '2026-11-18T11:15:00Z',
  relatives: [{ id: 'kofi-abena', name: 'Abena Mensah', capacity: 'special-guardian' }],
  team: [
    { role: 'lead-worker', member: 'PractitionerRole/grant' },
    { role: 'class-teacher', member: 'PractitionerRole/khan' },
    { role: 'designated-teacher', member: 'PractitionerRole/okafor' },
    { role: 'virtual-school-head', member: 'PractitionerRole/adeyemi' },
    { role: 'gp', member: 'PractitionerRole/shah' },
    { role: 'kinship-team', member: 'Organization/kinship-team' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/lee' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/amin' },
    { role: 'safeguarding-lead', member: 'PractitionerRole/rao' },
  ],
  sections: {
    'about-me': [
      text('own-words', 'I am the fastest in my year. Ask me about my trainers.', {
        on: '2026-09-30',
        by: ['Patient/kofi', 'PractitionerRole/khan'],
      }),
      text('about-me', 'My gran’s jollof, running club, and my friend Dev', { heading: 'What matters most to me' }),
    ],
    strengths: [
      text('strength', 'Runs, and gets others running'),
      text('strength', 'Learns a dance after seeing it once'),
    ],
    'what-helps': [
      text('do', 'Send him on an errand when he starts to fidget'),
      text('do', 'Show him one finished example first'),
      text('please-dont', 'Keep him in at break to finish work'),
      text('trigger', 'Being told off in front of friends'),
    ],
    words: [text('word-to-use', 'Gran'), text('address-as', 'Kofi. Abena is “Gran”.')],
    needs: [
      labelled(need('Keeping track of time and belongings is hard', 'confirmed', 'organising'), NORMAL),
      labelled(need('Big feelings come quickly', 'confirmed', 'feelings'), NORMAL),
      labelled(need('Nights are hard, and wet beds are his own business', 'confirmed'), RESTRICTED),
    ],
    assessment: [
      text(
        'assessment',
        'Moves to think. When he may stand, carry or walk, he remembers what he heard. Next: standing desk for a ' +
          'half-term, then ask him how it went.',
        {
          heading: 'Attention and learning',
          method: 'Two classroom visits and a talk with Kofi and his gran',
          on: '2026-10-14',
          by: ['PractitionerRole/bell'],
        },
      ),
    ],
    'health-context': [
      known('prenatal-alcohol', 'possible', 'Possible'),
      known('family-history', 'confirmed', 'Available: ask his grandmother', { on: '2026-09-02' }),
      text('health-fact', 'Clinic for sleep and wet beds, next on 9 December', { heading: 'Clinic' }),
    ],
    'education-context': [
      text('education-fact', 'The school may claim it: declared in September', { heading: 'Pupil Premium Plus' }),
    ],
    'family-support': [
      text('family-support', 'Taken up: one weekend in six', { heading: 'Short breaks' }),
      text('family-support', 'Offered in October; Abena is thinking about it', { heading: 'Peer mentor' }),
    ],
    interventions: [
      text('intervention', 'Daily, ten minutes, with a sports coach. Evidence: practice consensus, not rated.', {
        heading: 'Morning run',
      }),
      text(
        'intervention',
        'Six sessions with Kofi and his gran, from January. Evidence: not yet rated by Foundations.',
        {
          heading: 'Family play sessions',
        },
      ),
    ],
    plan: [
      plan({
        type: ['special-guardianship-support', 'Special guardianship support plan'],
        tier: ['specialist', 'Specialist'],
        from: '2026-09-02',
        reviewOn: '2027-01-13',
        about:
          'Better nights, and school days with room to move. Open to families whose order was made in Northmoor; the play ' +
          'sessions need an assessment, which is done. If something slips, ring Mr Grant, then the kinship team.',
      }),
    ],
    commitments: [
      commitment('Set up a standing desk for a half-term', {
        owner: 'PractitionerRole/okafor',
        requester: 'PractitionerRole/bell',
        status: 'in-progress',
        dueOn: '2026-12-18',
      }),
      commitment('Find a second weekend for short breaks', {
        owner: 'PractitionerRole/grant',
        requester: 'PractitionerRole/grant',
        status: 'accepted',
        dueOn: '2026-11-16',
      }),
      commitment('Chase the clinic date', {
        owner: 'PractitionerRole/shah',
        requester: 'PractitionerRole/grant',
        status: 'completed',
        dueOn: '2026-11-06',
        doneOn: '2026-11-04',
      }),
    ],
    outcomes: [goal('Kofi stays for the whole of a lesson he finds hard', '2027-04-01')],
    arrangement: [
      arrangement('special-guardianship-order', 'Special guardianship order', '2019-12-05'),
      text('parental-responsibility', 'special guardian', { of: ['RelatedPerson/kofi-abena'] }),
    ],
  },
  agreements: [
    {
      agreedOn: '2026-09-02',
      by: ['RelatedPerson/kofi-abena'],
      controller: 'Organization/northmoor',
      until: '2027-09-01',
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
            'assessment',
            'education-context',
            'people',
            'interventions',
            'plan',
            'commitments',
          ],
        },
        {
          with: 'senco',
          at: 'Organization/hillside',
          sections: ['what-helps', 'needs', 'assessment', 'education-context', 'people', 'interventions'],
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
      refuses: [
        { to: [{ at: 'Practitioner/dean' }] },
        { to: [{ at: 'Organization/hillside' }], sections: ['needs'], labels: ['R'] },
      ],
    },
  ],
})
