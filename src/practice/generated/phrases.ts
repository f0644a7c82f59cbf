import type { NeedCode } from '../../record/needs.ts'

/*
 * What people write in a support record, for anybody it might be about: no name, no place, and where a class teacher reads
 * no word for how the child came to the family.
 */

export const OWN_WORDS = [
  'I like it when people say what is next. Then my tummy is quiet.',
  'Please do not read my book over my shoulder.',
  'If I go quiet I am thinking. I am not being rude.',
  'I want to be a train driver or a person who draws maps.',
  'I do not like surprises, even good ones. Tell me the day before.',
  'My best day was when we made the bridge out of paper and it held.',
  'I can do it if you show me once and then go away a bit.',
  'Ask me at break, not in front of everybody.',
  'When it is loud I count the tiles. Let me finish counting.',
  'I would rather write it than say it.',
  'It helps when the same person is at the door every morning.',
  'I am good at looking after the little ones at lunch.',
]

export const ABOUT_ME: [heading: string, sentence: string][] = [
  ['What matters most to me', 'Swimming on Saturdays, my cousins, and knowing who is picking me up'],
  ['What matters most to me', 'Drawing, the dog next door, and time on my own after school'],
  ['What matters most to me', 'My bike, my gran’s cooking, and being asked before things are decided'],
  ['How I let you know', 'I pull my sleeves over my hands. That means I need a minute.'],
  ['How I let you know', 'I put my card on the table when it is too much. You do not have to say anything.'],
  ['How I let you know', 'I make jokes when I am worried. It is all right to ask me later.'],
  ['A good day', 'We did what was on the board, in the order it was on the board'],
  ['A hard day', 'Somebody new was in charge and nobody had told me'],
]

export const STRENGTHS = [
  'Notices when somebody is left out',
  'Builds things that stay up',
  'Sticks at a puzzle until it is done',
  'Makes younger children laugh',
  'Remembers what people like',
  'Can tell a story so that everybody listens',
  'Looks after animals with great patience',
  'Runs, climbs and never seems to tire',
  'Owns up when something has gone wrong',
  'Knows how things work, and can explain it',
  'Learns a song after hearing it twice',
  'Comes back the next day and tries again',
]

export const PLEASE_DO = [
  'Say what the day will hold in the morning, and what has changed after lunch',
  'Offer two choices, and wait for an answer',
  'Keep to one step at a time, and show it as well as say it',
  'Give a job to do when everybody is waiting',
  'Use the same words for the end of a lesson every time',
  'Give five minutes’ warning before anything stops',
  'Greet by name at the door, before anything is asked',
  'Leave a seat near the way out, with a wall behind it',
  'Praise quietly, or on a note',
  'Agree a sign for “I need a minute”, and let it be used without a question',
  'Say who will be there before a visitor or a new adult comes',
  'Let things that matter be carried in a pocket',
  'Tell the family by message the same day, good news as well',
  'Start again the next morning as if nothing had happened',
]

export const PLEASE_DONT = [
  'Raise a voice across the room',
  'Ask about the weekend in front of others',
  'Take away break time for work that is not finished',
  'Touch without asking, even to help',
  'Insist on being looked at',
  'Change the seat without a word beforehand',
  'Promise what may not happen',
  'Talk about next year before there is a plan for it',
]

export const TRIGGERS = [
  'The dining hall at its loudest',
  'A different adult at the door',
  'Being the last to be picked up',
  'The bell, when it comes without warning',
  'Family trees, and baby photographs to bring in',
  'Being watched while writing',
  'Doors that are shut',
  'The week before a holiday',
  'Somebody crying nearby',
]

export const WORDS_TO_USE = [
  'your grown-ups',
  'first this, then that',
  'shall we',
  'when you are ready',
  'I will come back',
]
export const WORDS_TO_AVOID = ['calm down', 'big boy, big girl', 'you always', 'because I said so', 'your real family']

export const NEED_WORDS: [code: NeedCode | undefined, words: string][] = [
  ['new-places', 'New places are hard, and take a visit or two'],
  ['sensory', 'Loud, busy rooms are hard'],
  ['trust', 'Trusting new adults takes time'],
  ['change', 'Sudden change is hard'],
  ['separation', 'Goodbyes are hard, long ones most of all'],
  ['friendships', 'Making and keeping friends is hard'],
  ['memory', 'Holding several things in mind is hard'],
  ['understanding', 'Long or indirect instructions are hard to follow'],
  ['feelings', 'Big feelings come quickly, and go as quickly'],
  ['organising', 'Keeping track of time and belongings is hard'],
  [undefined, 'Food matters: knowing when the next meal is settles a lot'],
  [undefined, 'Sleep is short, and mornings are slow'],
]

export const ASSESSMENTS: { heading: string; method: string; findings: string[] }[] = [
  {
    heading: 'Learning',
    method: 'Classroom visit, two sessions, and talks with the family and the class teacher',
    findings: [
      'Works out new things quickly when they can be seen and handled, and slowly when they are only said.',
      'Reading is fluent and understanding runs behind it: asked what happened, gives the last sentence back.',
      'Written work is short. With a scribe it is three times as long and twice as good.',
      'Holds two instructions in mind on a good day and one on a tired one.',
      'Attention is best in the first hour and after movement, and worst after lunch.',
    ],
  },
  {
    heading: 'Speech and language',
    method: 'Play session, a standard test of understanding, and a talk with the family',
    findings: [
      'Talks well and at length, which hides how much of what is said to them is lost.',
      'Words for time and order are not yet secure: “before” and “after” are guessed.',
      'Uses language to keep adults near and to put off what is hard.',
      'Pictures and gestures carry what long sentences do not.',
    ],
  },
  {
    heading: 'Wellbeing',
    method: 'Four conversations, a questionnaire filled in together, and one by the family',
    findings: [
      'Watches adults’ faces closely and reads a neutral one as cross.',
      'Worry shows as being in charge: of the game, the queue, the conversation.',
      'Settles with one adult in about ten minutes when left alone and in an hour when talked to.',
      'Says that nights are the hardest, and that the landing light helps.',
      'Trusts three adults by name, and can say what each of them is good for.',
    ],
  },
  {
    heading: 'Movement and senses',
    method: 'Observation in the hall and the playground, and a questionnaire for school and family',
    findings: [
      'Seeks pressure and movement: leans, climbs, carries, chews sleeves.',
      'Sudden sounds are hard, steady ones are not.',
      'Pencil grip is tight and tires the hand within ten minutes.',
      'Balance is a year behind and growing fast since swimming began.',
    ],
  },
]

export const NEXT_STEPS = [
  'Next: a term of short breaks before they are needed, then meet again.',
  'Next: school and family use the same pictures for six weeks, and say how it went.',
  'Next: one adult to go to every morning, and a second one for days when the first is away.',
  'Next: look again in spring, and ask what has been noticed.',
]

export const HEALTH_FACTS: [heading: string, sentence: string][] = [
  ['Immunisations', 'Up to date'],
  ['Eyesight', 'Glasses for the board; a spare pair at school'],
  ['Hearing', 'Checked last summer: no concern'],
  ['Sleep', 'Falls asleep late and wakes early; a routine has helped since Easter'],
  ['Asthma', 'Mild; a blue inhaler at school and one at home'],
  ['Dentist', 'Seen every six months; needs time and a warning'],
  ['Growth', 'Measured each term by the school nurse; next in October'],
  ['Eating', 'Eats fast and asks for more; plenty of small meals is the advice'],
  ['Assessment asked for', 'Community paediatrics; waiting for a date'],
]

export const EDUCATION_FACTS: [heading: string, sentence: string][] = [
  ['Pupil Premium Plus', 'The school may claim it; the family has declared it'],
  ['Special educational needs', 'SEN support, reviewed each term'],
  ['Special educational needs', 'Education, health and care plan; annual review in February'],
  ['Admissions', 'Highest priority at any school; the evidence has been seen'],
  ['Attendance', 'Good, apart from Mondays'],
  ['Exams', 'A smaller room, and a quarter more time'],
  ['Transport', 'The same driver each day; the family is rung when it changes'],
  ['Clubs', 'Choir on Wednesdays; wants to try climbing'],
]

export const FAMILY_SUPPORT: [heading: string, sentence: string][] = [
  ['Parenting course', 'Taken up: finished in June'],
  ['Peer group', 'Taken up: first Monday of the month'],
  ['Short breaks', 'Open: not taken up yet'],
  ['Training about memory and change', 'Open: next dates in November'],
  ['Somebody to ring', 'Taken up: about once a fortnight'],
]

export const INTERVENTIONS: [heading: string, sentence: string][] = [
  ['Theraplay', 'Eighteen sessions, eleven done. Evidence: practice consensus, not rated.'],
  ['Movement breaks', 'Three short breaks a day in class. Evidence: practice consensus, not rated.'],
  ['Reading together', 'Twenty minutes four times a week. Evidence: the programme’s own figures, not yet rated.'],
  ['Video feedback', 'Six visits at home, two done. Evidence: NICE quality standard QS133, statement 3.'],
  ['Mentoring', 'Weekly, with somebody from outside school. Evidence: practice consensus, not rated.'],
  ['Life story work', 'Begun in spring; one morning a month. Evidence: practice consensus, not rated.'],
]

export const PLAN_AIMS = [
  'Steady mornings, one adult to go to, and a family that hears good news as well.',
  'A move to the next class that has been practised, and friends who come along.',
  'An answer about assessment, and help that does not wait for it.',
  'Time together at home without homework, and reading that is shared.',
  'More sleep, fewer surprises, and somebody to ring before things are urgent.',
]

export const PROMISES = [
  'Visit the next class together before the end of term',
  'Ask whether the assessment can be brought forward',
  'Meet the family about the autumn, with everybody who teaches',
  'Send a short report at half-term: what worked, what did not',
  'Find a place in the Thursday group',
  'Write down who steps in when the key adult is away',
  'Refer to community paediatrics',
  'Agree how Pupil Premium Plus is used this year',
  'Offer a longer appointment, at the end of a surgery',
  'Ring the family in the first week back',
  'Look for a second weekend of short breaks',
  'Go through the plan with the young person, in their own time',
  'Book an eye test, and say when it is done',
  'Explain what the Virtual School can advise on',
  'Bring the transport team and the family together',
  'Check that the evidence for admissions is in the file',
]

export const HOPES = [
  'Comes in without tears four mornings in five',
  'Asks for a break before one is needed',
  'Names two adults at school to go to',
  'Stays for the whole of a lesson that is hard',
  'Has somebody to sit with at lunch',
  'Sleeps through five nights in seven',
]
