import { codeOf } from '../../src/core/errors.ts'
import type { Random } from '../../src/practice/generated/random.ts'
import { createRandom } from '../../src/practice/generated/random.ts'
import type { Authorize } from '../../src/sources/sign-in/sign-in.ts'
import { readSources } from '../../src/vault/sources.ts'
import { browserOf, REDIRECT_URI, tamper } from '../unit/sources/sign-in/person.ts'
import type { Result } from './fault.ts'
import { KHAN, openBareLaptop, openSignInPlace, SHAH, type SignInPlace, signInOn } from './signing-in.ts'

/**
 * T23 (security.md C4): somebody stands between a browser and a real OpenID provider, or has a provider too. Whatever comes
 * back that is not the answer to this very question is refused; where that can be seen from the address alone, the code
 * in it goes nowhere; and nothing is kept. One sign-in in ten is left alone, and goes through.
 */
export async function run(times: number): Promise<Result> {
  const place = await openSignInPlace()
  const other = await openSignInPlace(() => place.server.url)
  const count = { attacks: 0, refused: 0, astray: 0, kept: 0, honest: 0, through: 0 }
  const wrong: string[] = []
  try {
    for (let at = 0; at < times; at++) {
      const random = createRandom(SEED + at)
      const isHonest = at % 10 === 9
      const attack = ATTACKS[at % ATTACKS.length] as Attack
      const told = await signInOnce(place, isHonest ? browserOf(SHAH) : attack.by({ place, other, random }))
      if (isHonest) {
        count.honest += 1
        if (told.code === undefined && told.kept === 1) count.through += 1
        continue
      }
      count.attacks += 1
      if (told.code === 'source/sign-in-refused') count.refused += 1
      if (told.kept > 0) count.kept += 1
      if (told.tokens > attack.mostTokens) count.astray += 1
      if (told.code !== 'source/sign-in-refused' || told.kept > 0 || told.tokens > attack.mostTokens) {
        wrong.push(`${attack.name}: ${told.code ?? 'taken'}, ${told.tokens} sent`)
      }
    }
  } finally {
    await Promise.all([place.stop(), other.stop()])
  }
  const { attacks, refused, astray, kept, honest, through } = count
  return {
    isKept: refused === attacks && astray === 0 && kept === 0 && through === honest && attacks > 0,
    figures: [
      `${refused} of ${attacks} refused`,
      `${astray} codes sent where they may not go`,
      `${kept} kept`,
      `${through} of ${honest} honest ones through`,
      ...wrong.slice(0, 5),
    ].join(', '),
  }
}

const SEED = 20261122

type With = { place: SignInPlace; other: SignInPlace; random: Random }

/** `mostTokens`: how often a code may go to the token endpoint, where only that can tell. */
type Attack = { name: string; mostTokens: 0 | 1; by(between: With): Authorize }

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_'

/** The response, changed on its way back. */
const change = (changed: (params: URLSearchParams, random: Random) => void): Attack['by'] => {
  return ({ random }) => tamper(browserOf(SHAH), (params) => changed(params, random))
}

/** The question, changed on its way there. */
const ask = (changed: (params: URLSearchParams, random: Random) => void): Attack['by'] => {
  return ({ random }) =>
    (url) => {
      const at = new URL(url)
      changed(at.searchParams, random)
      return browserOf(SHAH)(at.href)
    }
}

/** The right parameters, brought to another address. */
const bring = (addresses: (redirectUri: string) => string[]): Attack['by'] => {
  return ({ random }) =>
    async (url) =>
      random.pick(addresses(REDIRECT_URI)) + new URL((await browserOf(SHAH)(url)) ?? '').search
}

const ATTACKS: Attack[] = [
  {
    name: 'state: one letter of it',
    mostTokens: 0,
    by: change((params, random) => params.set('state', altered(params.get('state') ?? '', random))),
  },
  { name: 'state: another', mostTokens: 0, by: change((params, random) => params.set('state', word(43, random))) },
  { name: 'state: none', mostTokens: 0, by: change((params) => params.delete('state')) },
  { name: 'state: empty', mostTokens: 0, by: change((params) => params.set('state', '')) },
  { name: 'state: twice', mostTokens: 0, by: change((params, random) => params.append('state', word(43, random))) },
  {
    name: 'state: changed in the question',
    mostTokens: 0,
    by: ask((params, random) => params.set('state', word(43, random))),
  },
  {
    name: 'mix-up: another sign-in answers',
    mostTokens: 0,
    by:
      ({ other }) =>
      (url) =>
        browserOf(SHAH)(`${other.signIn.url}/auth${new URL(url).search}`),
  },
  {
    name: 'mix-up: another issuer',
    mostTokens: 0,
    by: change((params, random) => params.set('iss', `https://${word(8, random)}.example`)),
  },
  {
    name: 'mix-up: nearly the issuer',
    mostTokens: 0,
    by: change((params) => params.set('iss', `${params.get('iss')}/`)),
  },
  {
    name: 'mix-up: the issuer twice',
    mostTokens: 0,
    by: change((params) => params.append('iss', params.get('iss') ?? '')),
  },
  { name: 'mix-up: no issuer', mostTokens: 0, by: change((params) => params.delete('iss')) },
  {
    name: 'replay: a whole response again',
    mostTokens: 0,
    by:
      ({ place, random }) =>
      () =>
        responseOf(place, random),
  },
  { name: 'replay: somebody’s code', mostTokens: 1, by: withCodeOf(KHAN) },
  { name: 'replay: a code of one’s own', mostTokens: 1, by: withCodeOf(SHAH) },
  {
    name: 'a code that nobody gave',
    mostTokens: 1,
    by: change((params, random) => params.set('code', word(43, random))),
  },
  { name: 'no code', mostTokens: 0, by: change((params) => params.delete('code')) },
  { name: 'two codes', mostTokens: 0, by: change((params, random) => params.append('code', word(43, random))) },
  {
    name: 'tokens in the address',
    mostTokens: 0,
    by: change((params, random) => params.set('id_token', `${word(9, random)}.${word(9, random)}.`)),
  },
  {
    name: 'nonce: another in the question',
    mostTokens: 1,
    by: ask((params, random) => params.set('nonce', word(43, random))),
  },
  { name: 'nonce: none in the question', mostTokens: 1, by: ask((params) => params.delete('nonce')) },
  {
    name: 'PKCE: another challenge',
    mostTokens: 1,
    by: ask((params, random) => params.set('code_challenge', word(43, random))),
  },
  {
    name: 'redirect: elsewhere',
    mostTokens: 0,
    by: bring((uri) => [
      'https://evil.example/cb',
      uri.replace('/cb', '.evil.example/cb'),
      `${uri}@evil.example/cb`,
      `https://evil.example/${uri}`,
    ]),
  },
  {
    name: 'redirect: nearly here',
    mostTokens: 0,
    by: bring((uri) => [
      `${uri}x`,
      `${uri}/`,
      `${uri}/other`,
      uri.replace('/cb', '/x/../cb'),
      uri.replace('/cb', '/%63b'),
      uri.replace('/cb', ':8443/cb'),
    ]),
  },
  {
    name: 'redirect: another scheme or user',
    mostTokens: 0,
    by: bring((uri) => [
      uri.replace('https:', 'http:'),
      uri.replace('https://', 'https://somebody@'),
      uri.replace('https://', 'https://x.'),
    ]),
  },
  {
    name: 'redirect: in the fragment',
    mostTokens: 0,
    by: () => async (url) => (await browserOf(SHAH)(url))?.replace('?', '#'),
  },
]

async function signInOnce(place: SignInPlace, authorize: Authorize) {
  const { laptop, sent } = await openBareLaptop(Date.now())
  try {
    const code = await signInOn(laptop, place, authorize).then(
      () => undefined,
      (error) => codeOf(error),
    )
    return { code, tokens: sent.tokens, kept: (await readSources(laptop.app.vault)).length }
  } finally {
    await laptop.close()
  }
}

/** What another sign-in came back with: good, and not the answer to this one. */
async function responseOf(place: SignInPlace, random: Random, person = SHAH): Promise<string> {
  let response = ''
  const keptBack: Authorize = async (url) => {
    response = (await browserOf(person)(url)) ?? ''
    return response.replace(/state=[^&]*/, `state=${word(43, random)}`)
  }
  await signInOnce(place, keptBack)
  return response
}

function withCodeOf(person: string): Attack['by'] {
  return ({ place, random }) =>
    async (url) => {
      const code = new URL(await responseOf(place, random, person)).searchParams.get('code') ?? ''
      return tamper(browserOf(SHAH), (params) => params.set('code', code))(url)
    }
}

function word(length: number, random: Random): string {
  return Array.from({ length }, () => LETTERS[random.below(LETTERS.length)]).join('')
}

function altered(text: string, random: Random): string {
  const at = random.below(text.length)
  const others = LETTERS.replace(text[at] ?? '', '')
  return text.slice(0, at) + others[random.below(others.length)] + text.slice(at + 1)
}
