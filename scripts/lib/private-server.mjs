import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A server of our own in a temporary folder, for as long as the tests run. */
export class PrivateServer {
  folder = mkdtempSync(join(tmpdir(), 'jishi-test-'));
  log = join(this.folder, 'log');
  /** What is left to do once the process has ended. */
  afterwards = () => {};
  #process;

  constructor() {
    // For whatever ends this program before it calls stop().
    process.once('exit', () => {
      this.#signal('SIGKILL');
      this.#cleanUp();
    });
  }

  start(command, args, env = {}) {
    const log = openSync(this.log, 'a');
    // A process group of its own: Ctrl-C ends the tests first, and the tests then end this.
    const options = { stdio: ['ignore', log, log], detached: true, env: { ...process.env, ...env } };
    this.#process = spawn(command, args, options).on('error', () => {});
  }

  /** Whether `isReady` came true before the process ended or a minute had passed. */
  async becomes(isReady) {
    for (const deadline = Date.now() + 60_000; Date.now() < deadline && this.#runs(); await delay(100)) {
      if (await isReady()) return true;
    }
    return false;
  }

  async stop() {
    for (const signal of ['SIGTERM', 'SIGKILL']) {
      this.#signal(signal);
      for (const deadline = Date.now() + 10_000; Date.now() < deadline && this.#runs();) await delay(50);
    }
    this.#cleanUp();
  }

  /** To the whole group: some servers are started by a script that stays in front of them. */
  #signal(signal) {
    if (this.#runs()) process.kill(-this.#process.pid, signal);
  }

  #cleanUp() {
    this.afterwards();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #runs() {
    return this.#process?.pid !== undefined && this.#process.exitCode === null && this.#process.signalCode === null;
  }
}

export function run(command, args) {
  return spawnSync(command, args, { encoding: 'utf8' }).status === 0;
}

/** The first of `names` (or absolute paths) that can be executed, or undefined. */
export function findProgram(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = names.flatMap((name) => (name.startsWith('/') ? [name] : folders.map((f) => join(f, name))));
  return candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
