/** Milliseconds between two looks. */
const EVERY = 500;

/**
 * npm hands a signal on to the shell it runs a script in, and the shell ends without telling what it runs. So what npm has
 * started looks whether its shell is still there, and calls `end` once when it is not. The server has the same for itself
 * (src/server/orphaned-by-npm.ts): it is built and shipped without these scripts, which run before anything is built.
 */
export function whenOrphanedByNpm(end) {
  if (!process.env.npm_lifecycle_event?.startsWith('start')) return;
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    end();
  }, EVERY).unref();
}
