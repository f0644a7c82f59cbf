/** Says something to whoever serves this page. Does not wait: what a page says and then dies is told or not told. */
export function tell(what: unknown): void {
  void fetch('/', { method: 'POST', body: JSON.stringify(what) })
}
