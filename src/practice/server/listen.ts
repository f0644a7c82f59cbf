import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

const LOOPBACK = '127.0.0.1'
const PORTS_TO_TRY = 20

/**
 * Opens a server to this computer and nobody else.
 *
 * @param port the port wanted: the next free one is taken when it is not; 0 takes any
 * @returns the origin, such as `http://127.0.0.1:8787`
 * @throws the listening error when twenty ports in a row are taken
 */
export async function listenOnLoopback(server: Server, port: number): Promise<string> {
  const last = port === 0 ? 0 : port + PORTS_TO_TRY - 1
  for (let attempt = port; ; attempt += 1) {
    try {
      server.listen(attempt, LOOPBACK)
      await once(server, 'listening')
      return `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
      if (!taken || attempt >= last) throw error
    }
  }
}

/** Stops at once: browsers keep connections open, and waiting for them would keep the program alive. */
export async function stopListening(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
