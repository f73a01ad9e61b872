import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { freePort } from './shop-process.js';
import { until } from './until.js';

/** A counter as a scrape would have found it: its series, and its value each minute from `start` (seconds since 1970) on; null: not scraped. */
export interface Past {
  readonly series: string;
  readonly start: number;
  readonly values: readonly (number | null)[];
}

/** Prometheus with a past that was made up; from now on it scrapes one job. */
export class PrometheusWithHistory {
  private child: ChildProcess | null = null;

  private constructor(
    private readonly program: string,
    private readonly folder: string,
    private readonly address: string,
  ) {}

  static async make(
    programs: { prometheus: string; promtool: string },
    pasts: readonly Past[],
    scraped: { readonly job: string; readonly address: string },
  ): Promise<PrometheusWithHistory> {
    const folder = mkdtempSync(join(tmpdir(), 'jishi-prometheus-'));
    const text = join(folder, 'past.om');
    await pipeline(Readable.from(linesOf(pasts)), createWriteStream(text));
    const blocks = [
      'tsdb',
      'create-blocks-from',
      'openmetrics',
      '--max-block-duration=1000h',
      text,
      join(folder, 'data'),
    ];
    execFileSync(programs.promtool, blocks, { stdio: 'pipe' });
    const job = {
      job_name: scraped.job,
      scrape_interval: '1s',
      scrape_timeout: '1s',
      static_configs: [{ targets: [scraped.address] }],
    };
    // JSON is YAML.
    writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify({ scrape_configs: [job] }));
    return new PrometheusWithHistory(programs.prometheus, folder, `127.0.0.1:${await freePort()}`);
  }

  get url(): string {
    return `http://${this.address}`;
  }

  async start(): Promise<void> {
    this.child = spawn(
      this.program,
      [
        `--config.file=${join(this.folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(this.folder, 'data')}`,
        '--storage.tsdb.retention.time=1y',
        `--web.listen-address=${this.address}`,
        '--log.level=warn',
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    await until(async () => {
      if (this.child?.exitCode !== null) throw new Error('Prometheus ended');
      return fetch(`${this.url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    });
  }

  /** How many series it answers. */
  async count(promql: string): Promise<number> {
    const answer = await fetch(`${this.url}/api/v1/query`, {
      method: 'POST',
      body: new URLSearchParams({ query: promql }),
    });
    const { data, error } = (await answer.json()) as { data?: { result: readonly unknown[] }; error?: string };
    if (!data) throw new Error(`${error}: ${promql}`);
    return data.result.length;
  }

  async stop(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function* linesOf(pasts: readonly Past[]): Generator<string> {
  for (const { series, start, values } of pasts)
    for (const [minute, value] of values.entries())
      if (value !== null) yield `${series} ${value} ${start + minute * 60}\n`;
  yield '# EOF\n';
}
