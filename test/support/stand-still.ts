import { existsSync, readdirSync, readFileSync } from 'node:fs';

const AT_MOST_MS = 10_000;

/** Stops a process, and waits until each of its threads stands still: on a busy machine some go on answering for a moment. */
export function standStill(pid: number): void {
  process.kill(pid, 'SIGSTOP');
  const threads = `/proc/${pid}/task`;
  if (!existsSync(threads)) return;
  const stands = (thread: string) => readFileSync(`${threads}/${thread}/stat`, 'utf8').includes(') T ');
  const deadline = Date.now() + AT_MOST_MS;
  while (!readdirSync(threads).every(stands)) {
    if (Date.now() > deadline) throw new Error(`Process ${pid} does not stop`);
  }
}
