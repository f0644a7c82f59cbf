/** More would be a whole disk, dropped by mistake. */
const MOST_FILES = 2000

/** Every file that was dropped or pasted, those in folders included. */
export async function droppedFiles({ items, files }: DataTransfer): Promise<File[]> {
  // Asked for at once: what was dropped is gone after the first wait.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry?.() ?? [])
  if (entries.length === 0) return [...files]
  const found: File[] = []
  for (const entry of entries) await collect(entry, found)
  return found
}

async function collect(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (found.length >= MOST_FILES) return
  if (entry.isFile) {
    found.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)))
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const next = () => new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
  for (let some = await next(); some.length > 0; some = await next()) {
    for (const one of some) await collect(one, found)
  }
}
