import { useCopy } from './use-copy.ts'

/** A paragraph to put in the practice's own record, shown before it is copied. */
export function CopyParagraph({ text, onCopied }: { text: string; onCopied(): void }) {
  const { copied, copy } = useCopy(text, onCopied)
  return (
    <details>
      <summary>A paragraph for the record</summary>
      <div class="stack tight">
        <p class="card" id="paragraph">
          {text}
        </p>
        <button type="button" class="button" onClick={copy} aria-describedby="paragraph">
          Copy the paragraph
        </button>
        <p role="status" class="small">
          {copied.value === 'yes' && 'Copied. Paste it, then copy something else.'}
          {copied.value === 'failed' && 'This browser would not copy. Select the paragraph instead.'}
        </p>
      </div>
    </details>
  )
}
