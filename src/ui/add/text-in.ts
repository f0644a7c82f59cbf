/** What somebody has typed in a field of the form they have just sent, which stays on the page. */
export function textIn(event: SubmitEvent & { currentTarget: HTMLFormElement }, name: string): string {
  event.preventDefault()
  return String(new FormData(event.currentTarget).get(name) ?? '').trim()
}
