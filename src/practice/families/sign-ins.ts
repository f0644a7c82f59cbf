/** The people to look as, on the practice server (by access code) or among the shipped families (by role). */
export const SIGN_INS = [
  {
    audience: 'class-teacher',
    name: 'Mr Khan, class teacher, Hillside Primary School',
    practitionerRole: 'PractitionerRole/khan',
    token: 'practice-class-teacher',
  },
  {
    audience: 'virtual-school-head',
    name: 'Ms Adeyemi, Virtual School Head, Northmoor Council',
    practitionerRole: 'PractitionerRole/adeyemi',
    token: 'practice-virtual-school-head',
  },
  {
    audience: 'gp',
    name: 'Dr Shah, GP, Bridge Street Practice',
    practitionerRole: 'PractitionerRole/shah',
    token: 'practice-gp',
  },
  {
    audience: 'designated-teacher',
    name: 'Ms Okafor, designated teacher, Hillside Primary School',
    practitionerRole: 'PractitionerRole/okafor',
    token: 'practice-designated-teacher',
  },
  {
    audience: 'senco',
    name: 'Mr Dean, SENCo, Hillside Primary School',
    practitionerRole: 'PractitionerRole/dean',
    token: 'practice-senco',
  },
  {
    audience: 'designated-teacher',
    name: 'Mrs Bello, designated teacher, Larkfield Academy',
    practitionerRole: 'PractitionerRole/bello',
    token: 'practice-receiving-school',
  },
  {
    audience: 'lead-worker',
    name: 'Ms Price, lead worker, North RAA',
    practitionerRole: 'PractitionerRole/price',
    token: 'practice-lead-worker',
  },
] as const
