import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A server in a process of its own, so that what is measured does not share its turns with it. */
export type Apart<Told> = {
  told: Told
  /** Asks it for something, and waits for the answer. */
  tell(message: object): Promise<unknown>
  stop(): Promise<void>
}

/** @param script a file in this folder, which says one thing when it is ready, and answers each message with another */
export async function startApart<Told>(script: string): Promise<Apart<Told>> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), { execArgv: ['--no-warnings'] })
  const answer = async () => {
    const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${script} ended with ${code}`)))
    const [message] = (await Promise.race([once(child, 'message'), ended])) as unknown[]
    return message
  }
  return {
    told: (await answer()) as Told,
    tell: async (message) => {
      const answered = answer()
      child.send(message)
      return answered
    },
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}
