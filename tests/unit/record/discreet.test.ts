import { expect, test } from 'vitest'
import { withoutStatus } from '../../../src/record/discreet.ts'
import type { Contents } from '../../../src/record/section-content.ts'
import { namesStatus, STATUS_WORDS } from '../../../src/record/status-words.ts'

test.each([
  'adopted',
  'Adoption',
  'adopter',
  'special guardian',
  'guardianship',
  'kinship',
  'looked after',
  'looked-after',
  'in care',
  'placed for',
  'birth family',
  'birth mother',
  'birth parents',
])('%s names status', (words) => {
  expect(STATUS_WORDS.test(`She was ${words} then.`)).toBe(true)
})

test.each(['careful', 'in a careful way', 'day care', 'birthday', 'after lunch', 'adapted', 'safeguarding lead'])(
  '%s does not',
  (words) => {
    expect(STATUS_WORDS.test(`It was ${words}.`)).toBe(false)
  },
)

test.each([
  'adop\u00adted',
  'kin\u200bship',
  'look\u2060ed after',
  '_adopted_',
  'postadoption@raa.example',
  'post_adoption@raa.example',
  'NorthAdoption',
  'kinship_team@north.example',
  'a foster_carer',
  'in_care',
  'placed-for',
  'birth-mother',
  'birth\u2011mother',
  'birthmother',
  'birth mum',
  'birth dad',
  'birth families',
  'foster care',
  'foster carer',
  'foster carers',
  'fostered',
  ...['family', 'mum', 'dad', 'mother', 'father', 'parents', 'home', 'placement'].map((word) => `foster ${word}`),
  'LAC review',
])('%j names status, however it is written', (words) => {
  expect(namesStatus(`She was ${words} then.`)).toBe(true)
  expect(namesStatus(words)).toBe(true)
})

test.each([
  'adapted',
  'foster friendships',
  'fosters kindness',
  'birthday',
  'birthday family tea',
  'in careful steps',
  'Guardiola',
  'placed forks',
  'take care in class',
  'the place for bags',
  'overlooked after lunch',
  'black reviews',
])('%j names none', (words) => {
  expect(namesStatus(words)).toBe(false)
})

test('lines that name status go, whoever wrote them, and the rest stays', () => {
  const contents: Contents = {
    'what-helps': { do: ['Sit near', 'Know that she is adopted'], pleaseDont: [], triggers: ['Birth family photos'] },
    words: { addressAs: 'The special guardians are Nana and Pa', use: ['Nana'], avoid: ['in care'] },
    people: {
      people: [
        person('Ms Price', 'Lead worker', undefined),
        person('Ms Price', 'Post-adoption team', 'post-adoption-team'),
        { ...person('Mr Bo', 'Lead worker', undefined), organisation: 'Kinship Centre' },
      ],
    },
  }
  expect(withoutStatus(contents)).toEqual({
    'what-helps': { do: ['Sit near'], pleaseDont: [], triggers: [] },
    words: { addressAs: undefined, use: ['Nana'], avoid: [] },
    people: { people: [person('Ms Price', 'Lead worker', undefined)] },
  })
})

test('the child’s own words stay as they are; who helped, and other facts, do not', () => {
  const quote = { text: 'I was adopted when I was two.', saidOn: '2026-10-09', age: 10 }
  const contents: Contents = {
    'about-me': {
      quotes: [
        { ...quote, helpedBy: 'Adoption team' },
        { ...quote, helpedBy: 'Ms Okafor' },
      ],
      facts: [
        { label: 'Home', text: 'Adopted in 2019' },
        { label: 'Football', text: 'Fridays' },
      ],
    },
  }
  expect(withoutStatus(contents)).toEqual({
    'about-me': {
      quotes: [
        { ...quote, helpedBy: undefined },
        { ...quote, helpedBy: 'Ms Okafor' },
      ],
      facts: [{ label: 'Football', text: 'Fridays' }],
    },
  })
})

test('what was not granted does not appear', () => {
  expect(withoutStatus({})).toEqual({})
})

function person(name: string, role: string, roleCode: 'post-adoption-team' | undefined) {
  return { name, role, roleCode, organisation: undefined, organisationReference: undefined, contact: undefined }
}

test.each([
  'Plan.\nAdopted at three',
  'Was looked  after',
  'Proud to be in\ncare council',
  '\tadoption',
  'birth\u00a0mother',
])('no line break or odd space hides a status word: %j', (text) => {
  const contents: Contents = { strengths: { strengths: [text, 'Kind'] } }
  expect(withoutStatus(contents)).toEqual({ strengths: { strengths: ['Kind'] } })
})
