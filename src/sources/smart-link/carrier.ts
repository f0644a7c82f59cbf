/** What was found of a link in a text: its payload, still encoded. */
export type Carried = {
  payload: string
  /** It stood in the part of a web address that goes to the server: that server has had the key. */
  wasSent: boolean
}

/** Longer than any letter that a link is copied with. */
const MOST_CHARACTERS = 100_000

/**
 * Finds a SMART Health Link in what somebody pasted or a QR code held: bare, behind a viewer's address, in its query, or
 * in the middle of a sentence. The last one counts: what comes before may be the viewer's own.
 *
 * @returns undefined when there is none
 * @source HL7 SMART Health Cards and Links guide, "Construct a SMART Health Link"
 */
export function findLink(text: string): Carried | undefined {
  if (text.length > MOST_CHARACTERS) return undefined
  // Chats and mail gateways encode what they take for odd characters.
  const plain = text.replace(/%3a/gi, ':').replace(/%2f/gi, '/').replace(/%3d/gi, '=')
  const found = lastOf(plain, /shlink:\/{1,2}([\w-]+)/gi) ?? lastOf(plain, /[?&#]shlink=([\w-]+)/gi)
  if (!found) return undefined
  // One letter more than what is before it: the # of `#shlink=`.
  const address =
    plain
      .slice(0, found.index + 1)
      .split(/\s/)
      .at(-1) ?? ''
  return { payload: found[1] ?? '', wasSent: /https?:\/\//i.test(address.slice(address.lastIndexOf('#') + 1)) }
}

function lastOf(text: string, pattern: RegExp): RegExpExecArray | undefined {
  return [...text.matchAll(pattern)].at(-1)
}
