import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Runs a small server of this folder in a thread of its own; answers its URL. It posts that when it listens. */
export async function openServerThread(file) {
  const worker = new Worker(new URL(file, import.meta.url));
  const [url] = await once(worker, 'message');
  return { url, close: () => worker.terminate() };
}
