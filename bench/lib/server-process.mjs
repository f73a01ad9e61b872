import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../../scripts/lib/checkout.mjs';

const START_LIMIT_MS = 60_000;

/** Starts a script of this checkout, or `args` that end with one, as a server, and waits until `${url}${probe}` answers. */
export async function startServer(args, { env, url, probe }) {
  const script = [args].flat().at(-1);
  const child = spawn(process.execPath, [args].flat(), { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const close = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  for (const deadline = Date.now() + START_LIMIT_MS; Date.now() < deadline; await pause(20)) {
    if (child.exitCode !== null) throw new Error(`${script} ended instead of starting`);
    const answer = await fetch(url + probe).catch(() => null);
    await answer?.text();
    if (answer?.ok) return { pid: child.pid, close };
  }
  await close();
  throw new Error(`${script} was not ready in time`);
}
