import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './shop-process.js';
import { setTimeout as pause } from 'node:timers/promises';

// Debian's wrapper on the PATH insists on a user and folders of its own.
const SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server';

/** Seconds, on a machine that has nothing else to do. */
const START_LIMIT_MS = 120_000;

/** Whether a broker of one's own can be started here, to be killed. */
export const rabbitmqIsInstalled = existsSync(SERVER);

/** A broker that can be killed and started again with what it had on its disk. */
export class PrivateRabbitmq {
  private process: ChildProcess | null = null;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly epmd: number,
    private readonly distribution: number,
  ) {}

  static async start(): Promise<PrivateRabbitmq> {
    const folder = mkdtempSync(join(tmpdir(), 'jishi-rabbitmq-'));
    const broker = new PrivateRabbitmq(folder, await freePort(), await freePort(), await freePort());
    try {
      await broker.start();
    } catch (error) {
      await broker.close();
      throw error;
    }
    return broker;
  }

  get url(): string {
    return `amqp://guest:guest@127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const env = {
      ...process.env,
      HOME: this.folder,
      ERL_EPMD_PORT: `${this.epmd}`,
      ERL_EPMD_RELAXED_COMMAND_CHECK: '1',
      RABBITMQ_NODENAME: `jishi-test-${this.port}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
      RABBITMQ_NODE_PORT: `${this.port}`,
      RABBITMQ_DIST_PORT: `${this.distribution}`,
      RABBITMQ_MNESIA_BASE: this.folder,
      RABBITMQ_LOG_BASE: this.folder,
      RABBITMQ_CONFIG_FILE: join(this.folder, 'rabbitmq'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(this.folder, 'plugins'),
      RABBITMQ_GENERATED_CONFIG_DIR: this.folder,
    };
    // A process group of its own: a script stays in front of the server.
    this.process = spawn(SERVER, [], { env, stdio: 'ignore', detached: true });
    for (const deadline = Date.now() + START_LIMIT_MS; !(await this.greets()); await pause(100)) {
      if (Date.now() > deadline) throw new Error('RabbitMQ did not start in time');
    }
  }

  /** Takes its life without a warning. */
  async kill(): Promise<void> {
    const { process: child } = this;
    this.process = null;
    if (!child?.pid || child.exitCode !== null) return;
    process.kill(-child.pid, 'SIGKILL');
    await once(child, 'exit');
  }

  async close(): Promise<void> {
    await this.kill();
    spawnSync('epmd', ['-port', `${this.epmd}`, '-kill']);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Whether it answers the protocol header. */
  private greets(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connectTcp(this.port, '127.0.0.1', () => socket.write('AMQP\0\0\x09\x01', 'latin1'));
      const answer = (greets: boolean) => {
        socket.destroy();
        resolve(greets);
      };
      socket.once('data', () => answer(true)).once('error', () => answer(false));
      socket.once('close', () => answer(false));
    });
  }
}
