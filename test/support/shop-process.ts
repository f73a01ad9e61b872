import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.js';

export { freePort };

const ROOT = join(__dirname, '../..');
const START_LIMIT_MS = 120_000;

export const OWNER = { username: 'owner', password: 'e2e-owner-password' };

/** Enough for a server that needs nothing from this machine; a test adds what it is about. */
export const BASICS = {
  NODE_ENV: 'test',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'warn',
  JWT_KEYS: `e2e:${'j'.repeat(32)}`,
  KMS_KEYRING: `e2e:${Buffer.alloc(32, 'k').toString('base64')}`,
  STAFF_BOOTSTRAP_USERNAME: OWNER.username,
  STAFF_BOOTSTRAP_PASSWORD: OWNER.password,
  RATE_LIMIT_LOGIN_PER_MINUTE: '0',
  RATE_LIMIT_PER_MINUTE: '0',
  RATE_LIMIT_UPLOADS_PER_MINUTE: '0',
  // What is slow on a busy machine is not what a test wants to read.
  DATABASE_SLOW_QUERY_MS: '60000',
  // Nor is it a failure, unless the test is about something that fails.
  DATABASE_QUERY_TIMEOUT: '30s',
  DATABASE_CONNECT_TIMEOUT: '30s',
  REDIS_TIMEOUT: '2s',
  WECHAT_TIMEOUT: '30s',
};

/** How long a shop really waits for others: for tests in which one of them goes away. */
export const REAL_PATIENCE = {
  DATABASE_QUERY_TIMEOUT: '3s',
  DATABASE_CONNECT_TIMEOUT: '3s',
  REDIS_TIMEOUT: '100ms',
  WECHAT_TIMEOUT: '3s',
};

export type Environment = Readonly<Record<string, string>>;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Lines on standard error. */
  readonly stderr: readonly string[];
  /** All of standard output. */
  readonly stdout: string;
}

/** The server as shops run it. A checkout of before it was bundled has the other one, and so has the fault kit, which patches single classes. */
function serverOf(checkout: string, { NODE_OPTIONS = '' }: Environment): string {
  const isBundled = existsSync(join(checkout, 'dist/server/main.js')) && !NODE_OPTIONS.includes('inside.mjs');
  return isBundled ? 'server/main' : 'src/main';
}

/** One process of the built server. */
export class ShopProcess {
  private stdout = '';
  private stderr = '';
  private told = 0;
  readonly exited: Promise<Exit>;

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    child.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.exited = once(child, 'close').then(([code, signal]: unknown[]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      stderr: this.stderr.split('\n').filter(Boolean),
      stdout: this.stdout,
    }));
  }

  /** Starts the server with these variables and nothing of the tests' own environment: this version's, or that of another checkout. */
  static spawn(
    environment: Environment,
    port: number,
    node = process.execPath,
    checkout = ROOT,
    program = serverOf(checkout, environment),
  ): ShopProcess {
    const server = join(checkout, `dist/${program}.js`);
    if (!existsSync(server)) throw new Error('dist/ is missing: run npm run build, or the tests by npm test');
    const url = `http://127.0.0.1:${port}`;
    const env = { PATH: process.env['PATH'], ...BASICS, PORT: `${port}`, PUBLIC_BASE_URL: url, ...environment };
    return new ShopProcess(
      spawn(node, [server], { cwd: checkout, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }),
      url,
    );
  }

  /** Runs a command of the built server, `dist/src/commands/<name>.js`, to its end. */
  static run(environment: Environment, name: string, ...args: readonly string[]): Promise<Exit> {
    const env = { PATH: process.env['PATH'], ...BASICS, ...environment };
    const script = join(ROOT, `dist/src/commands/${name}.js`);
    const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
    return new ShopProcess(spawn(process.execPath, [script, ...args], { cwd: ROOT, env, stdio }), '').exited;
  }

  /** A server that answers /health/ready, or another program, `dist/<program>.js`, that does. */
  static async start(
    environment: Environment,
    node = process.execPath,
    checkout = ROOT,
    program?: string,
  ): Promise<ShopProcess> {
    const shop = ShopProcess.spawn(environment, await freePort(), node, checkout, program);
    for (const deadline = Date.now() + START_LIMIT_MS; ; await pause(50)) {
      if (!shop.isRunning) throw new Error(`The server ended instead of starting:\n${shop.output}`);
      const ready = await fetch(`${shop.url}/health/ready`).catch(() => null);
      if (ready?.ok) return shop;
      if (Date.now() > deadline) {
        await shop.kill();
        throw new Error(`The server was not ready in time:\n${shop.output}`);
      }
    }
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  get output(): string {
    return this.stdout + this.stderr;
  }

  /** Tells the fault kit inside (test/faults/support) something; resolves when it has heard, or the process is gone. */
  async tell(command: object): Promise<void> {
    const number = ++this.told;
    const heard = new Promise<void>((done) => {
      this.child.on('message', function listen(this: ChildProcess, message: { done?: number }) {
        if (message.done !== number) return;
        this.off('message', listen);
        done();
      });
    });
    if (!this.child.connected) return;
    this.child.send({ ...command, number }, () => undefined);
    await Promise.race([heard, this.exited]);
  }

  /** Process ids of its workers. */
  get workers(): readonly number[] {
    const { pid } = this.child;
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Asks it to stop, as a deployment does, and answers how it went. */
  async terminate(): Promise<Exit> {
    this.child.kill('SIGTERM');
    return this.exited;
  }

  /** Stops it; a server that does not stop cleanly fails the test. */
  async stop(): Promise<void> {
    if (!this.isRunning) return;
    const { code, signal } = await this.terminate();
    if (code !== 0) throw new Error(`The server ended with ${code ?? signal}:\n${this.output}`);
  }

  /** Takes its life without a warning. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }
}
