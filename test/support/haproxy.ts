import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEPLOY } from './alert-rules.js';
import { Exposition } from './exposition.js';
import { findProgram } from './programs.js';
import { type Environment, freePort } from './shop-process.js';
import { until } from './until.js';

const CONFIG = join(DEPLOY, 'haproxy/haproxy.cfg');
const RELEASE = join(DEPLOY, 'release');

export const haproxy = findProgram(['haproxy'], { suite: 'the gateway', install: 'haproxy' });

/** What `haproxy -c` says of the configuration with these variables. */
export function checkConfiguration(variables: Environment): { status: number | null; output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'jishi-haproxy-'));
  copyFileSync(join(DEPLOY, 'haproxy/release.map'), join(folder, 'release.map'));
  const env = { PATH: process.env['PATH'], GATEWAY_STATE: folder, ...variables };
  const { status, stdout, stderr } = spawnSync(haproxy ?? '', ['-c', '-f', CONFIG], { encoding: 'utf8', env });
  rmSync(folder, { recursive: true });
  return { status, output: stdout + stderr };
}

/** Host and port of a slot's or the canary's only server. */
export interface Upstreams {
  readonly blue: string;
  readonly green: string;
  readonly canary: string;
}

interface Releasing {
  /** Called when it has looked at the figures for the first time. */
  readonly looked?: (child: ChildProcess) => void;
  readonly variables?: Environment;
}

/** How a command of deploy/release ended. */
export interface Released {
  readonly exitCode: number | null;
  /** What it told, the last event first. */
  readonly events: readonly (Readonly<Record<string, unknown>> & { readonly event: string })[];
}

/** The real HAProxy with deploy/haproxy/haproxy.cfg. */
export class Haproxy {
  private child: ChildProcess | null = null;
  private output = '';

  private constructor(
    private readonly folder: string,
    private readonly variables: Environment,
  ) {}

  static async start(upstreams: Upstreams, variables: Environment = {}): Promise<Haproxy> {
    const folder = mkdtempSync(join(tmpdir(), 'jishi-haproxy-'));
    copyFileSync(join(DEPLOY, 'haproxy/release.map'), join(folder, 'release.map'));
    const address = async () => `127.0.0.1:${await freePort()}`;
    const gateway = new Haproxy(folder, {
      GATEWAY_HTTP: await address(),
      GATEWAY_ADMIN: join(folder, 'admin.sock'),
      GATEWAY_MANAGEMENT: await address(),
      GATEWAY_STABLE: await address(),
      GATEWAY_STATE: folder,
      SHOP_BLUE: upstreams.blue,
      SHOP_GREEN: upstreams.green,
      SHOP_CANARY: upstreams.canary,
      ...variables,
    });
    try {
      await gateway.start();
    } catch (error) {
      await gateway.close();
      throw error;
    }
    return gateway;
  }

  get url(): string {
    return `http://${this.variables['GATEWAY_HTTP']}`;
  }

  get httpsUrl(): string {
    return `https://${this.variables['GATEWAY_HTTPS']}`;
  }

  /** Where it is told what to route. */
  get admin(): string {
    return this.variables['GATEWAY_ADMIN'] ?? '';
  }

  get management(): string {
    return `http://${this.variables['GATEWAY_MANAGEMENT']}`;
  }

  /** Lines of its log. */
  get log(): readonly Readonly<Record<string, unknown>>[] {
    const lines = this.output.split('\n').filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** What it would read if it started now. */
  get kept(): string {
    return readFileSync(join(this.folder, 'release.map'), 'utf8');
  }

  figures(): Promise<Exposition> {
    return Exposition.of(this.management);
  }

  /** Answers of a server so far, of one class of status such as `2xx`, or of all. */
  async answered(server: string, code?: string): Promise<number> {
    const [proxy] = server.split('/');
    const labels = { proxy: proxy ?? '', server: server.slice(server.indexOf('/') + 1), ...(code && { code }) };
    const { samples } = (await this.figures()).family('haproxy_server_http_responses_total');
    const own = samples.filter((one) => Object.entries(labels).every(([name, value]) => one.labels[name] === value));
    return own.reduce((all, { value }) => all + value, 0);
  }

  /** Until servers, named as in `blue/blue-1`, pass their checks, or do not. */
  async untilServer(server: string, state: 'UP' | 'DOWN'): Promise<void> {
    const [proxy = '', name = ''] = server.split('/');
    await until(async () => {
      const told = await this.figures().catch(() => null);
      return told?.value('haproxy_server_status', { proxy, server: name, state }) === 1;
    });
  }

  /** Until all three upstreams pass their checks. */
  async untilEverybodyIsUp(): Promise<void> {
    await Promise.all(['blue/blue-1', 'green/green-1', 'canary/canary-1'].map((one) => this.untilServer(one, 'UP')));
  }

  /** Starts deploy/release with these words. */
  spawnRelease(words: string, variables: Environment = {}): ChildProcessWithoutNullStreams {
    const RELEASE_STATE = join(this.folder, 'release.map');
    const env = { PATH: process.env['PATH'], RELEASE_GATEWAY: this.admin, RELEASE_STATE, ...variables };
    return spawn(process.execPath, [RELEASE, '--json', ...words.split(' ')], { env });
  }

  /** deploy/release with these words, to its end. */
  async release(words: string, { looked, variables }: Releasing = {}): Promise<Released> {
    const child = this.spawnRelease(words, variables);
    let [stdout, stderr] = ['', ''];
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    child.stdout.on('data', (text: Buffer) => {
      stdout += text.toString();
      if (!stdout.includes('"event":"looked"')) return;
      looked?.(child);
      looked = undefined;
    });
    const [exitCode] = (await once(child, 'close')) as [number | null];
    if (stderr) throw new Error(stderr);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Released['events'][number]);
    return { exitCode, events: events.toReversed() };
  }

  /** A new configuration, as after a change of the file: the old worker ends what it has. */
  async reload(): Promise<void> {
    const forked = () => this.output.split('New worker').length;
    const before = forked();
    this.child?.kill('SIGUSR2');
    await until(() => forked() > before);
    await this.untilAnswers();
  }

  async restart(): Promise<void> {
    await this.kill();
    await this.start();
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async start(): Promise<void> {
    const env = { PATH: process.env['PATH'], ...this.variables };
    // In the foreground, master and worker: the way it is reloaded.
    const child = spawn(haproxy ?? '', ['-W', '-db', '-f', CONFIG], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (this.output += text.toString()));
    await this.untilAnswers();
  }

  private async untilAnswers(): Promise<void> {
    await until(async () => {
      if (this.child?.exitCode !== null) throw new Error(`HAProxy ended:\n${this.output}`);
      const answer = await fetch(`${this.management}/health`).catch(() => null);
      return answer?.ok === true;
    });
  }

  /** Without a farewell to anybody; workers go with their master. */
  private async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGINT');
    await once(child, 'exit');
  }
}
