import type { Authorize } from '../../../../src/sources/sign-in/sign-in.ts'

export const REDIRECT_URI = 'https://handrailhandrailhandrailhandrail.chromiumapp.org/cb'

/**
 * Somebody with a browser, in as much as a sign-in needs one: it follows redirects and keeps cookies, presses one button
 * of the page it is shown, and stops where `launchWebAuthFlow` would.
 *
 * @param person the button's value, `PractitionerRole/…`; '' presses "Do not sign in"
 */
export function browserOf(person: string): Authorize {
  return async (url) => {
    const cookies = new Map<string, string>()
    let at = url
    let form: string | undefined
    for (let steps = 0; steps < 10; steps += 1) {
      const response = await fetch(at, {
        method: form === undefined ? 'GET' : 'POST',
        headers: {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        body: form ?? null,
        redirect: 'manual',
      })
      for (const cookie of response.headers.getSetCookie()) keep(cookies, cookie)
      const location = response.headers.get('location')
      if (location) {
        form = undefined
        at = new URL(location, at).href
        if (at.startsWith(REDIRECT_URI)) return at
      } else {
        form = press(await response.text(), person)
      }
    }
    throw new Error('the sign-in has no end')
  }
}

/** Signs in, and comes back with other parameters than the server sent. */
export function tamper(authorize: Authorize, change: (params: URLSearchParams) => void): Authorize {
  return async (url) => {
    const cameBackTo = new URL((await authorize(url)) ?? '')
    change(cameBackTo.searchParams)
    return cameBackTo.href
  }
}

function keep(cookies: Map<string, string>, header: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? []
  if (value) cookies.set(name, value)
  else cookies.delete(name)
}

function press(page: string, person: string): string {
  if (!page.includes(`<button name="person" value="${person}">`)) throw new Error(`no button for ${person} in ${page}`)
  return new URLSearchParams({ person }).toString()
}
