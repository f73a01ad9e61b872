import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlertInbox } from './alert-inbox.js';
import { DEPLOY } from './alert-rules.js';
import { freePort } from './shop-process.js';
import { until } from './until.js';

/** All that differs from production: how often one looks, how long one waits, and that the mail server here has no TLS. */
const SOONER: readonly (readonly [RegExp, string])[] = [
  [/\b(scrape_interval|evaluation_interval|scrape_timeout): \d+s/g, '$1: 1s'],
  [/\binterval: 1m/g, 'interval: 1s'],
  [/\bfor: \d+m/g, 'for: 2s'],
  [/\[\d+m\]/g, '[10s]'],
  // Between two evaluations: not in the moment in which what has ended is told, one alert after the other.
  [/\b(group_wait): \w+/g, '$1: 1500ms'],
  [/\b(group_interval): \w+/g, '$1: 2s'],
  [/smtp_require_tls: true/, 'smtp_require_tls: false'],
];
const sooner = (text: string) => SOONER.reduce((before, [from, to]) => before.replace(from, to), text);

export interface Programs {
  readonly prometheus: string;
  /** Absent: alerts are told to nobody. */
  readonly alertmanager?: string;
}

interface Target {
  /** Where its metrics are, without a path. */
  readonly url: string;
  readonly track: 'stable' | 'canary';
  readonly slot?: 'blue' | 'green';
}

interface Watched {
  readonly targets: readonly Target[];
  /** Where gateways tell their figures, without a path. */
  readonly gateways?: readonly string[];
  /** Who hears of alerts. */
  readonly inbox?: AlertInbox;
}

/** Prometheus and Alertmanager with the files of deploy/, watching a shop and telling an inbox. */
export class Monitoring {
  private readonly children: ChildProcess[] = [];
  private output = '';
  private prometheus = '';

  private constructor(private readonly folder: string) {}

  static async start({ prometheus, alertmanager }: Programs, watched: Watched): Promise<Monitoring> {
    const monitoring = new Monitoring(mkdtempSync(join(tmpdir(), 'jishi-monitoring-')));
    try {
      const { inbox } = watched;
      const told = alertmanager && inbox ? [await monitoring.startAlertmanager(alertmanager, inbox)] : [];
      await monitoring.startPrometheus(prometheus, told, watched);
    } catch (error) {
      await monitoring.close();
      throw new Error(`${(error as Error).message}\n${monitoring.output}`, { cause: error });
    }
    return monitoring;
  }

  get url(): string {
    return `http://${this.prometheus}`;
  }

  /** The series that Prometheus answers; throws what it says against the query. */
  async query(promql: string): Promise<readonly unknown[]> {
    const body = new URLSearchParams({ query: promql });
    const answer = await fetch(`${this.url}/api/v1/query`, { method: 'POST', body });
    const { data, error } = (await answer.json()) as { data?: { result: readonly unknown[] }; error?: string };
    if (!data) throw new Error(`${error}: ${promql}`);
    return data.result;
  }

  async close(): Promise<void> {
    for (const child of this.children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** @returns host and port */
  private async startAlertmanager(program: string, { url, smarthost }: AlertInbox): Promise<string> {
    const env = {
      PATH: process.env['PATH'],
      ALERT_DINGTALK_URL: url,
      ALERT_HEARTBEAT_URL: `${url}/heartbeat`,
      ALERT_PHONE_URL: `${url}/phone`,
      ALERT_SMS_URL: `${url}/sms`,
      ALERT_MAIL_SMARTHOST: smarthost,
      ALERT_MAIL_FROM: 'shop@example.com',
      ALERT_MAIL_TO: 'on-call@example.com',
      ALERT_MAIL_USERNAME: '',
      ALERT_MAIL_PASSWORD: '',
    };
    const source = join(DEPLOY, 'alertmanager');
    const { stdout, stderr } = spawnSync('sh', [join(source, 'render.sh'), join(source, 'alertmanager.yml')], {
      encoding: 'utf8',
      env,
    });
    if (stderr) throw new Error(stderr);
    const config = join(this.folder, 'alertmanager.yml');
    writeFileSync(config, sooner(stdout));
    const address = `127.0.0.1:${await freePort()}`;
    await this.run(program, address, [
      `--config.file=${config}`,
      `--storage.path=${join(this.folder, 'alertmanager')}`,
      '--cluster.listen-address=',
    ]);
    return address;
  }

  private async startPrometheus(program: string, alertmanagers: readonly string[], watched: Watched): Promise<void> {
    const folder = join(this.folder, 'prometheus');
    cpSync(join(DEPLOY, 'prometheus'), folder, { recursive: true });
    const files = ['prometheus.yml', ...readdirSync(join(folder, 'rules')).map((file) => join('rules', file))];
    for (const file of files.map((one) => join(folder, one))) writeFileSync(file, sooner(readFileSync(file, 'utf8')));
    const list = (name: string, entries: readonly object[]) =>
      writeFileSync(join(folder, 'targets', `${name}.yml`), JSON.stringify(entries));
    list('alertmanager', [{ targets: alertmanagers }]);
    list('gateway', [{ targets: (watched.gateways ?? []).map((url) => new URL(url).host) }]);
    list(
      'jishi',
      watched.targets.map(({ url, ...labels }) => ({ targets: [new URL(url).host], labels })),
    );
    this.prometheus = `127.0.0.1:${await freePort()}`;
    await this.run(program, this.prometheus, [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(this.folder, 'data')}`,
      // What fires before Alertmanager has been found is told again after this; a minute otherwise.
      '--rules.alert.resend-delay=2s',
    ]);
  }

  /** Until it says that it is ready. */
  private async run(program: string, address: string, args: readonly string[]): Promise<void> {
    const child = spawn(program, [...args, `--web.listen-address=${address}`, '--log.level=warn']);
    this.children.push(child);
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (this.output += text.toString()));
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`${program} ended`);
      return fetch(`http://${address}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    });
  }
}
