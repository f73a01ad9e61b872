import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { freePort } from '../../../../../test/support/free-port.js';
import { standStill } from '../../../../../test/support/stand-still.js';
import { until } from './until.js';

export const redisServerIsInstalled = spawnSync('redis-server', ['--version']).status === 0;

/** A redis-server of the test's own, to be killed, frozen and restarted; it keeps nothing on disk. */
export class PrivateRedis {
  private process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly options: readonly string[],
  ) {}

  static async start(...options: readonly string[]): Promise<PrivateRedis> {
    const redis = new PrivateRedis(await freePort(), mkdtempSync(join(tmpdir(), 'jishi-redis-')), options);
    await redis.restart();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Empty, on the same port. */
  async restart(): Promise<void> {
    const place = ['--bind', '127.0.0.1', '--port', `${this.port}`, '--dir', this.folder];
    this.process = spawn('redis-server', [...place, '--save', '', ...this.options], { stdio: 'ignore' });
    await until(() => this.command('PING').then(Boolean, () => false));
  }

  async command(...args: string[]): Promise<unknown> {
    const client = createClient({ url: this.url, socket: { connectTimeout: 2_000, reconnectStrategy: false } });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await client.sendCommand(args);
    } finally {
      if (client.isOpen) client.destroy();
    }
  }

  freeze(): void {
    const pid = this.process?.pid;
    if (pid !== undefined) standStill(pid);
  }

  thaw(): void {
    this.process?.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    const process = this.process;
    this.process = undefined;
    if (!process) return;
    const ended = once(process, 'exit');
    process.kill('SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
