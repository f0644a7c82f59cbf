import { type Met, meetBadAnswers, type Some } from './meet-bad-answers.ts'

/** Run by itself, with no more memory than it is given: one that takes more of it ends there. */
const [url, some, cutTimes] = JSON.parse(process.argv[2] ?? '') as [string, Some, number]

function usedBytes(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const told: Met[] = await meetBadAnswers(url, some, cutTimes, usedBytes)
process.send?.(told, () => process.exit())
