import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { freePort } from '../../support/shop-process.js';
import { standStill } from '../../support/stand-still.js';
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
    private readonly settings: readonly string[],
  ) {
    this.common = ['--no-defaults', `--datadir=${join(folder, 'data')}`, `--user=${userInfo().username}`];
  }

  /** Running, with one empty database. */
  static async start(...settings: readonly string[]): Promise<PrivateMariadb> {
    const mariadb = await PrivateMariadb.startEmpty(...settings);
    await mariadb.execute('CREATE DATABASE shop CHARACTER SET utf8mb4');
    return mariadb;
  }

  /** A primary with one empty database, and replicas that have followed it from its beginning. */
  static async startReplicated(replicas: number): Promise<{ primary: PrivateMariadb; replicas: PrivateMariadb[] }> {
    const primary = await PrivateMariadb.startEmpty('--server-id=1', '--log-bin', '--binlog-format=ROW');
    const followers: PrivateMariadb[] = [];
    try {
      for (let number = 2; number < replicas + 2; number++) {
        followers.push(await PrivateMariadb.startEmpty(`--server-id=${number}`, '--read-only=ON'));
      }
      await primary.execute(`CREATE USER follower IDENTIFIED BY 'follower'`);
      await primary.execute('GRANT REPLICATION SLAVE ON *.* TO follower');
      for (const replica of followers) {
        await replica.execute(
          `CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = ${primary.port}, MASTER_USER = 'follower',
           MASTER_PASSWORD = 'follower', MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1`,
        );
        await replica.execute('START SLAVE');
      }
      await primary.execute('CREATE DATABASE shop CHARACTER SET utf8mb4');
      await primary.execute(`CREATE USER reader IDENTIFIED BY 'reads-only'`);
      await primary.execute('GRANT SELECT ON shop.* TO reader');
      for (const replica of followers) await until(() => replica.has(`SELECT 1 FROM mysql.db WHERE User = 'reader'`));
    } catch (error) {
      for (const server of [primary, ...followers]) await server.remove();
      throw error;
    }
    return { primary, replicas: followers };
  }

  private static async startEmpty(...settings: readonly string[]): Promise<PrivateMariadb> {
    const folder = mkdtempSync(join(tmpdir(), 'jishi-mariadb-'));
    const mariadb = new PrivateMariadb(await freePort(), folder, settings);
    const options = [...mariadb.common, '--auth-root-authentication-method=normal', '--skip-test-db'];
    const { status, stderr } = spawnSync(installer ?? '', options, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`MariaDB cannot be installed: ${stderr}`);
    await mariadb.restart();
    return mariadb;
  }

  get url(): string {
    return `mysql://root@127.0.0.1:${this.port}/shop`;
  }

  /** As somebody who may read the one database, and nothing else; where there are replicas. */
  get readerUrl(): string {
    return `mysql://reader:reads-only@127.0.0.1:${this.port}/shop`;
  }

  /** With all that was committed, on the same port; resolves when it answers. */
  async restart(): Promise<void> {
    const place = [`--socket=${join(this.folder, 'socket')}`, '--bind-address=127.0.0.1', `--port=${this.port}`];
    this.process = spawn(daemon ?? '', [...this.common, ...place, ...this.settings], { stdio: 'ignore' });
    await until(() =>
      this.execute('SELECT 1').then(
        () => true,
        () => false,
      ),
    );
  }

  /** Accepts connections and answers nothing. */
  stop(): void {
    const pid = this.process?.pid;
    if (pid !== undefined) standStill(pid);
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

  async has(sql: string): Promise<boolean> {
    return ((await this.execute(sql)) as unknown[]).length > 0;
  }

  /** As its administrator; rows of a SELECT. */
  async execute(sql: string): Promise<unknown> {
    const connection = await createConnection({ host: '127.0.0.1', port: this.port, user: 'root' });
    try {
      return (await connection.query(sql))[0];
    } finally {
      connection.destroy();
    }
  }
}
