import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { freePort } from '../../support/shop-process.js';
import { until } from '../../support/until.js';

const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
const programNamed = (name: string) => FOLDERS.map((folder) => join(folder, name)).find((file) => existsSync(file));
const daemon = programNamed('mariadbd');
const installer = programNamed('mariadb-install-db');

export const mariadbIsInstalled = daemon !== undefined && installer !== undefined;

/** A MariaDB of the test's own, to be killed, stopped and started again; what it has committed stays. */
export class PrivateMariadb {
  private process: ChildProcess | undefined;
  private readonly common: readonly string[];

  private constructor(
    readonly port: number,
    private readonly folder: string,
  ) {
    this.common = ['--no-defaults', `--datadir=${join(folder, 'data')}`, `--user=${userInfo().username}`];
  }

  /** Running, with one empty database. */
  static async start(): Promise<PrivateMariadb> {
    const mariadb = new PrivateMariadb(await freePort(), mkdtempSync(join(tmpdir(), 'jishi-mariadb-')));
    const options = [...mariadb.common, '--auth-root-authentication-method=normal', '--skip-test-db'];
    const { status, stderr } = spawnSync(installer ?? '', options, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`MariaDB cannot be installed: ${stderr}`);
    await mariadb.restart();
    await mariadb.query('CREATE DATABASE shop CHARACTER SET utf8mb4');
    return mariadb;
  }

  get url(): string {
    return `mysql://root@127.0.0.1:${this.port}/shop`;
  }

  /** With all that was committed, on the same port; resolves when it answers. */
  async restart(): Promise<void> {
    const place = [`--socket=${join(this.folder, 'socket')}`, '--bind-address=127.0.0.1', `--port=${this.port}`];
    this.process = spawn(daemon ?? '', [...this.common, ...place], { stdio: 'ignore' });
    await until(() =>
      this.query('SELECT 1').then(
        () => true,
        () => false,
      ),
    );
  }

  /** Accepts connections and answers nothing. */
  stop(): void {
    this.process?.kill('SIGSTOP');
  }

  proceed(): void {
    this.process?.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    const process = this.process;
    this.process = undefined;
    if (!process || process.exitCode !== null) return;
    const ended = once(process, 'exit');
    process.kill('SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async query(sql: string): Promise<void> {
    const connection = await createConnection({ host: '127.0.0.1', port: this.port, user: 'root' });
    try {
      await connection.query(sql);
    } finally {
      connection.destroy();
    }
  }
}
