import { Notice } from '../look/notice.tsx'

/** Over a record that came by a link or as a file, and that nobody has signed whom we know. */
export function WriterUnknown() {
  return (
    <Notice kind="warning">
      <p>We cannot check who wrote this.</p>
    </Notice>
  )
}
