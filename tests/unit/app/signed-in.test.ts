import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accessTokenOf } from '../../../src/app/access-token.ts'
import { addFhirServer, forgetSource } from '../../../src/app/add-source.ts'
import { listChildren } from '../../../src/app/list-children.ts'
import { noteAccess } from '../../../src/app/note-access.ts'
import { refresh } from '../../../src/app/refresh.ts'
import { isDue } from '../../../src/app/when-due.ts'
import { DAY_MS, HOUR_MS } from '../../../src/core/time.ts'
import { changeSource, type KeptSignIn, readSources, type Source } from '../../../src/vault/sources.ts'
import { type Laptop, openLaptop } from '../../faults/laptop.ts'
import { BASE_URL } from '../../fixtures/fhir-server.ts'

const START = Date.parse('2026-11-23T09:00:00Z')

const SIGNED_IN: KeptSignIn = {
  clientId: 'handrail',
  issuer: 'https://practice.example',
  tokenEndpoint: 'https://practice.example/token',
  subject: 'shah',
  scope: '',
  fhirUser: 'PractitionerRole/shah',
  accessToken: 'practice-gp', // what the server in the test takes for a GP's
  expiresAtMs: START + HOUR_MS,
  refreshToken: 'once',
}

describe('somebody who has signed in', () => {
  let laptop: Laptop
  let tokenRequests: number
  let answerToken: () => Promise<Response> | Response

  beforeEach(async () => {
    laptop = await openLaptop(START)
    await signIn(SIGNED_IN)
    await refresh(laptop.app)
    tokenRequests = 0
    const { fetch } = laptop.server
    laptop.server.fetch = async (input, init) => {
      if (String(input) !== SIGNED_IN.tokenEndpoint) return fetch(input, init)
      tokenRequests += 1
      return answerToken()
    }
  })
  afterEach(() => laptop.close())

  async function source(): Promise<Source> {
    const [found] = await readSources(laptop.app.vault)
    if (!found) throw new Error('no source')
    return found
  }
  const signIn = async (as: KeptSignIn) => {
    const { id } = await source()
    await changeSource(laptop.app.vault, id, (one) => ({
      ...one,
      from: { kind: 'fhir-server', baseUrl: BASE_URL, signIn: as },
    }))
  }
  const ended = () => Response.json({ error: 'invalid_grant' }, { status: 400 })
  const children = async () => (await listChildren(laptop.app)).length
  const later = async (ms: number) => {
    laptop.trueMs += ms
    await laptop.minute()
  }

  test('is given another token when the first has run out, and what is new is kept', async () => {
    answerToken = () =>
      Response.json({ access_token: 'practice-gp', token_type: 'Bearer', expires_in: 3600, refresh_token: 'next' })
    await later(HOUR_MS)
    expect(await refresh(laptop.app)).toMatchObject([{ failed: undefined, updated: 2 }])
    expect(tokenRequests).toBe(1)
    expect((await source()).from).toMatchObject({ signIn: { refreshToken: 'next' } })
  })

  test('whose sign-in has ended is asked once, and nobody asks by itself', async () => {
    answerToken = ended
    await later(HOUR_MS)
    expect(await refresh(laptop.app)).toMatchObject([{ failed: 'source/signed-out' }])
    expect(await children()).toBe(2)
    expect(isDue(await source(), laptop.trueMs + DAY_MS)).toBe(false)
    await refresh(laptop.app)
    expect(tokenRequests).toBe(1)
  })

  test('whose sign-in has ended can remove it all, and use another place', async () => {
    answerToken = ended
    await later(HOUR_MS)
    await noteAccess(laptop.app, { action: 'view', outcome: 'done' })
    await addFhirServer(laptop.app, BASE_URL, 'practice-gp')
    await refresh(laptop.app)
    expect(await children()).toBe(2)
    await signIn({ ...SIGNED_IN, refreshToken: undefined, expiresAtMs: START })
    await noteAccess(laptop.app, { action: 'view', outcome: 'done' })
    await forgetSource(laptop.app, (await source()).id)
    expect(await children()).toBe(0)
    expect(await readSources(laptop.app.vault)).toEqual([])
  })

  test('again, while an old token is being renewed, keeps the new sign-in', async () => {
    const anew = { ...SIGNED_IN, accessToken: 'new', refreshToken: 'new', expiresAtMs: START + DAY_MS }
    answerToken = async () => {
      await signIn(anew)
      return ended()
    }
    await later(HOUR_MS)
    await accessTokenOf(laptop.app, (await source()).id, SIGNED_IN, {}).catch(() => {})
    expect((await source()).from).toMatchObject({ signIn: anew })
  })

  test('keeps everything when the practice has another name, and nothing when the role is another', async () => {
    const practice = laptop.server.resources.get('Organization/bridge-street') ?? { resourceType: '', id: '' }
    laptop.server.resources.set('Organization/bridge-street', { ...practice, name: 'Bridge Street Surgery' })
    const { fetch } = laptop.server
    laptop.server.fetch = async (input, init) => {
      return String(input).includes('/Consent') ? new Response(null, { status: 503 }) : fetch(input, init)
    }
    expect(await refresh(laptop.app)).toMatchObject([{ failed: 'source/busy' }])
    expect(await children()).toBe(2)
    const role = laptop.server.resources.get('PractitionerRole/shah') ?? { resourceType: '', id: '' }
    laptop.server.resources.set('PractitionerRole/shah', {
      ...role,
      organization: { reference: 'Organization/hillside' },
    })
    await refresh(laptop.app)
    expect(await children()).toBe(0)
  })

  test('and loses nobody when a refresh goes on after the role has changed', async () => {
    const { id, lastRefresh } = await source()
    if (!lastRefresh) throw new Error('never refreshed')
    const refreshing = {
      sinceMs: laptop.trueMs,
      after: 'Patient/mia',
      done: 1,
      total: 2,
      except: {},
      summary: lastRefresh,
    }
    await changeSource(laptop.app.vault, id, (one) => ({
      ...one,
      viewer: { ...one.viewer, role: 'PractitionerRole/before' },
      refreshing,
    }))
    expect(await refresh(laptop.app)).toMatchObject([{ failed: undefined, updated: 2 }])
    expect(await children()).toBe(2)
  })
})
