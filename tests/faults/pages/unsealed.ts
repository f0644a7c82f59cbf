/** Keeps all of it as it is, a row each. */
export async function keepUnsealed(texts: string[], rawKey: number[]): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('unsealed', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('rows')
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
  })
  const tx = database.transaction('rows', 'readwrite')
  const rows = tx.objectStore('rows')
  for (const [row, text] of texts.entries()) rows.put({ text, year: 'is in Year 6 and likes birds' }, row)
  rows.put(new Uint8Array(rawKey), texts.length)
  await new Promise((resolve, reject) => {
    tx.oncomplete = resolve
    tx.onabort = () => reject(tx.error)
  })
  database.close()
}
