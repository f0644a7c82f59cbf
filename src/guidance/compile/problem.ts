/** Something an author must put right: where it is, and a plain sentence about it. */
export type Problem = { file: string; line: number; message: string }

export type Compiled<T> = { kind: 'compiled'; value: T } | { kind: 'broken'; problems: Problem[] }

/** `year-6-to-7/quiet-visits.md:4: …` */
export function showProblem({ file, line, message }: Problem): string {
  return `${file}:${line}: ${message}`
}
