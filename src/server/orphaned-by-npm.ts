import type { Milliseconds } from '#platform/config';

const EVERY: Milliseconds = 500;

/**
 * npm hands SIGTERM on to the shell it runs a script in, and the shell ends without telling what it runs. So a server that
 * was started by `npm run start:prod` looks whether its shell is still there, and ends in order when it is not.
 */
export function endWithShellOfNpm(): void {
  if (process.env['npm_lifecycle_event'] !== 'start:prod') return;
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, EVERY).unref();
}
