import { type Met, meetBadAnswers, type Some } from '../meet-bad-answers.ts'

/** Chromium's own count, exact with `--enable-precise-memory-info`. */
type Counting = { memory: { usedJSHeapSize: number } }

/** Meets bad answers in this page. */
export function meet(url: string, some: Some, cutTimes: number): Promise<Met[]> {
  const counting = performance as unknown as Counting // which gives another count each time it is asked
  return meetBadAnswers(url, some, cutTimes, () => counting.memory.usedJSHeapSize)
}
