/** For every page below. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  // No form-action: Chromium would hold the redirect that follows the form to it as well.
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
}

/** Somebody made up who may sign in. */
export type Person = {
  /** As a button says it: `Mr Khan, class teacher, Hillside Primary School`. */
  name: string
  /** `PractitionerRole/…`: what the person signs in as. */
  practitionerRole: string
}

/** The page that asks who is there: one form, a button for each person and one for nobody, and no script. */
export function choicePage(people: readonly Person[]): string {
  const buttons = people.map(({ name, practitionerRole }) => button(practitionerRole, `Sign in as ${name}`))
  return page(
    'Practice sign-in',
    `<p>These people are made up. Choose who to be.</p>
<form method="post">
${[...buttons, button('', 'Do not sign in')].join('\n')}
</form>`,
  )
}

/** The page for a sign-in that cannot go on, where there is no safe place to send the browser back to. */
export function problemPage(problem: string): string {
  return page('This sign-in cannot go on', `<p>${escaped(problem)}</p><p>Close this window, then start again.</p>`)
}

function button(value: string, text: string): string {
  return `<p><button name="person" value="${escaped(value)}">${escaped(text)}</button></p>`
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; font: 1.1875rem/1.5 system-ui, sans-serif }
button { width: 100%; min-height: 3rem; padding: 0.5rem 1rem; font: inherit; text-align: left }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`
}

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '')
}
