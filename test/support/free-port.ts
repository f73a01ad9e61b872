import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below what the kernel hands out by itself (from 32768 on Linux) to whoever connects or listens at port 0: a server that
 * takes a second to start finds its port as free as it was when it was chosen. So it is ten thousand higher, where a
 * Redis Cluster node listens as well.
 */
const FIRST = 12_000;
const OF_A_WORKER = 1_000;
const WORKERS = 10;

/** Jest's workers choose at the same time, each among ports of its own. */
const first = FIRST + ((Number(process.env['JEST_WORKER_ID'] ?? 1) - 1) % WORKERS) * OF_A_WORKER;
let next = Math.floor(Math.random() * OF_A_WORKER);

/** A port of 127.0.0.1 that is free, and that nobody else is given soon. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < OF_A_WORKER; tries++) {
    const port = first + (next++ % OF_A_WORKER);
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${first} to ${first + OF_A_WORKER - 1} is free`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
