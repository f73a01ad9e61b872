import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hourOf } from '../../libs/forecast/src/history.js';
import { WEEK } from '../../libs/forecast/src/model.js';
import { shopLoad } from '../../libs/forecast/src/testing/shop-load.js';
import { shownQueries } from '../support/alert-rules.js';
import { Exposition } from '../support/exposition.js';
import { type Past, PrometheusWithHistory } from '../support/prometheus-with-history.js';
import { findProgram } from '../support/programs.js';
import { freePort } from '../support/shop-process.js';
import { eventually, until } from '../support/until.js';

const ROOT = join(__dirname, '../..');
const MAIN = join(ROOT, 'dist/libs/forecast/src/main.js');
const hint = { suite: 'the load forecast', install: 'prometheus' };
const prometheusProgram = findProgram(['prometheus'], hint);
const promtool = findProgram(['promtool'], hint);

const HISTORY_WEEKS = 5;
/** Hours from now on: what a shop of this size never sees otherwise. */
const SALE = { hour: 2, times: 40 };
/** The hour that runs is the first one of a week of these. */
const now = hourOf(Date.now());
const start = now - HISTORY_WEEKS * WEEK;
const requests = shopLoad({ weeks: HISTORY_WEEKS + 1, noise: 0.1, peak: SALE });
const statements = shopLoad({ weeks: HISTORY_WEEKS + 1, noise: 0.1, changesAt: (HISTORY_WEEKS - 2) * WEEK, seed: 2 });

/** A counter that grows by so much a second in each hour until now; it begins anew and is not scraped at times. */
function counted(
  series: string,
  perSecond: readonly number[],
  trouble: { resetAt?: number; gap?: readonly [number, number] } = {},
): Past {
  const minutes = Math.floor((Date.now() / 1000 - start * 3600) / 60) + 1;
  let count = 0;
  const values = Array.from({ length: minutes }, (_, minute) => {
    const hour = Math.floor(minute / 60);
    if (minute === (trouble.resetAt ?? NaN) * 60) count = 0;
    count += (perSecond[hour] ?? 0) * 60;
    const [from, to] = trouble.gap ?? [Infinity, Infinity];
    return hour >= from && hour < to ? null : count;
  });
  return { series, start: start * 3600, values };
}

const http = (route: string) => `http_server_request_duration_seconds_count{job="jishi",instance="a",route="${route}"}`;

/** The built forecaster. */
class ForecasterProcess {
  private stderr = '';
  private constructor(
    readonly child: ChildProcess,
    readonly url: string,
  ) {
    child.stderr?.on('data', (text: Buffer) => (this.stderr += text.toString()));
  }

  static async start(environment: Readonly<Record<string, string>>, port?: number): Promise<ForecasterProcess> {
    if (!existsSync(MAIN)) throw new Error('dist/ is missing: run npm run build, or the tests by npm test');
    const taken = port ?? (await freePort());
    const env = {
      PATH: process.env['PATH'],
      LOG_LEVEL: 'silent',
      FORECAST_HOST: '127.0.0.1',
      FORECAST_PORT: `${taken}`,
      ...environment,
    };
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    return new ForecasterProcess(child, `http://127.0.0.1:${taken}`);
  }

  figures(): Promise<Exposition> {
    return eventually(
      () => Exposition.of(this.url).catch(() => null),
      (told) => told !== null,
    ).then((told) => told as Exposition);
  }

  /** What it tells once it has forecasts of both loads. */
  ready(): Promise<Exposition> {
    return eventually(
      () => this.figures(),
      (told) => told.value('forecast_ready') === 2,
    );
  }

  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<{ code: number | null; stderr: string }> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill(signal);
      await once(this.child, 'exit');
    }
    return { code: this.child.exitCode, stderr: this.stderr };
  }
}

(prometheusProgram && promtool ? describe : describe.skip)(
  'the load forecast, from the history of a real Prometheus',
  () => {
    let prometheus: PrometheusWithHistory;
    let forecaster: ForecasterProcess;
    const started: ForecasterProcess[] = [];
    const start = async (environment: Readonly<Record<string, string>> = {}, port?: number) => {
      const one = await ForecasterProcess.start({ FORECAST_PROMETHEUS_URL: prometheus.url, ...environment }, port);
      started.push(one);
      return one;
    };
    /** The label of an hour that is so many after the one in which this began. */
    const horizon = (hours: number) => `${now + hours - hourOf(Date.now())}h`;

    beforeAll(async () => {
      const programs = { prometheus: prometheusProgram ?? '', promtool: promtool ?? '' };
      const port = await freePort();
      const pasts = [
        counted(http('/api/v1/products'), requests, { resetAt: 4 * WEEK + 30, gap: [2 * WEEK + 10, 2 * WEEK + 40] }),
        // Probes are nobody's requests.
        counted(http('/health/ready'), Array<number>(requests.length).fill(1_000)),
        counted('db_pool_wait_seconds_count{job="jishi",instance="a",server="primary"}', statements),
        counted('db_pool_wait_seconds_count{job="jishi",instance="a",server="replica:3306"}', requests),
      ];
      const scraped = { job: 'forecast', address: `127.0.0.1:${port}` };
      prometheus = await PrometheusWithHistory.make(programs, pasts, scraped);
      await prometheus.start();
      forecaster = await start({ FORECAST_LEAD_MINUTES: '180' }, port);
      await forecaster.ready();
    });
    afterAll(async () => {
      for (const one of started) await one.end('SIGKILL');
      await prometheus?.remove();
    });

    it('sees a sale of each week come, in its hour and in no other, through a gap and a counter that began anew', async () => {
      const told = await forecaster.figures();
      const sale = requests[HISTORY_WEEKS * WEEK + SALE.hour] ?? NaN;
      const at = (hours: number) =>
        told.value('forecast_load_expected', { series: 'requests', horizon: horizon(hours) }) ?? NaN;
      expect(at(SALE.hour) / sale).toBeGreaterThan(0.7);
      expect(at(SALE.hour) / sale).toBeLessThan(1.3);
      for (const hours of [1, 3]) expect(at(hours)).toBeLessThan(sale / 4);
      expect(told.value('forecast_history_hours', { series: 'requests' })).toBeGreaterThan(HISTORY_WEEKS * WEEK - 40);
      expect(told.value('forecast_history_hours', { series: 'requests' })).toBeLessThanOrEqual(
        HISTORY_WEEKS * WEEK - 28,
      );
    });

    it('raises the floor to the sale before it comes, and not before its lead', async () => {
      const told = await eventually(
        () => forecaster.figures(),
        (seen) => seen.value('forecast_load_now', { series: 'requests' }) !== undefined,
      );
      const upper = told.value('forecast_load_upper', { series: 'requests', horizon: horizon(SALE.hour) });
      expect(told.value('forecast_load_floor', { series: 'requests' })).toBe(upper);
      expect(told.value('forecast_load_now', { series: 'requests' })).toBeLessThan((upper ?? 0) / 4);
      const later = await (await start({ FORECAST_LEAD_MINUTES: '1' })).ready();
      expect(later.value('forecast_load_floor', { series: 'requests' })).toBeLessThan((upper ?? 0) / 2);
    });

    it('has gone along with a season that changed two weeks ago', async () => {
      const told = await forecaster.figures();
      const came = statements.slice(HISTORY_WEEKS * WEEK + 1, HISTORY_WEEKS * WEEK + 23);
      const off = came.map((load, at) =>
        Math.abs(
          (told.value('forecast_load_expected', { series: 'database', horizon: horizon(at + 1) }) ?? NaN) - load,
        ),
      );
      const sum = (all: readonly number[]) => all.reduce((one, other) => one + other, 0);
      expect(sum(off) / sum(came)).toBeLessThan(0.25);
    });

    it('tells the error of each model beside the one it took, which is the least', async () => {
      const told = await forecaster.figures();
      for (const series of ['requests', 'database']) {
        const errors = told
          .family('forecast_backtest_error_ratio')
          .samples.filter(({ labels }) => labels['series'] === series);
        expect(errors.map(({ labels }) => labels['model'])).toEqual(
          expect.arrayContaining(['seasonal-naive', 'weekly-median', 'holt-winters']),
        );
        const [chosen, ...others] = told
          .family('forecast_model_chosen')
          .samples.filter(({ labels, value }) => labels['series'] === series && value === 1);
        expect(others).toEqual([]);
        const least = Math.min(...errors.map(({ value }) => value));
        expect(errors.find(({ labels }) => labels['model'] === chosen?.labels['model'])?.value).toBe(least);
      }
    });

    it('says the same after a restart, wherever its clock is set', async () => {
      const other = await start({ TZ: 'America/New_York' });
      await other.ready();
      const expected = ({ families }: Exposition) =>
        families.find(({ name }) => name === 'forecast_load_expected')?.samples ?? [];
      // Both see an hour end, and not in the same moment.
      const [before, after] = await eventually(
        async () => [expected(await forecaster.figures()), expected(await other.figures())] as const,
        ([one, another]) => one.length === another.length && one[0]?.value === another[0]?.value,
      );
      expect(after).toEqual(before);
    });

    it('tells the figures of docs/metrics.md, no more and no fewer', async () => {
      const page = readFileSync(join(ROOT, 'docs/metrics.md'), 'utf8');
      const documented = [...page.matchAll(/^\| `(forecast_\w+)` +\| (\w+) +\| (.*?) *\| (.*?) *\|$/gm)].map(
        ([, name, type, labels = '', help]) => ({ name, type, labels: labels.replaceAll('`', ''), help }),
      );
      const { families } = await forecaster.figures();
      const told = families.map(({ name, type, help, samples }) => ({
        name,
        type,
        labels: Object.keys(samples[0]?.labels ?? {}).join(', '),
        help,
      }));
      const byName = <T extends { name?: string | undefined }>(all: readonly T[]) =>
        all.toSorted((a, b) => (a.name ?? '').localeCompare(b.name ?? ''));
      expect(byName(told)).toEqual(byName(documented));
    });

    it('is what the dashboard and the run book ask for: Prometheus answers each of their queries', async () => {
      const asked = shownQueries.filter(([, promql]) => promql.includes('job="forecast"'));
      expect(asked.length).toBeGreaterThan(20);
      // What was forecast a day ago is not known here.
      const now = asked.map(([, promql]) => promql.replace(/ offset \w+/, '').replaceAll('$__rate_interval', '1m'));
      await eventually(
        async () => {
          const counts = await Promise.all(now.map((promql) => prometheus.count(promql)));
          return now.filter((_, at) => counts[at] === 0);
        },
        (empty) => empty.length === 0,
      );
    });

    it('is well while Prometheus is away, keeps its forecast, and one that starts meanwhile waits for it', async () => {
      await prometheus.stop();
      const waiting = await start();
      const away = await eventually(
        () => forecaster.figures(),
        (told) => (told.value('forecast_failures_total', { part: 'now', series: 'requests' }) ?? 0) > 0,
      );
      expect(away.value('forecast_load_now', { series: 'requests' })).toBeUndefined();
      expect(away.value('forecast_load_expected', { series: 'requests', horizon: horizon(SALE.hour) })).toBeGreaterThan(
        0,
      );
      await until(
        async () => ((await waiting.figures()).value('forecast_failures_total', { part: 'history' }) ?? 0) > 0,
      );
      expect((await waiting.figures()).value('forecast_ready')).toBe(0);
      const health = await fetch(`${waiting.url}/health`);
      expect({ status: health.status, body: await health.json() }).toEqual({
        status: 200,
        body: { status: 'ok', series: { requests: 'not ready', database: 'not ready' } },
      });
      await prometheus.start();
      expect((await waiting.ready()).value('forecast_load_floor', { series: 'requests' })).toBeGreaterThan(0);
    });
  },
);

describe('the process', () => {
  it('answers at two addresses, to be read only, and ends when it is told to', async () => {
    const one = await ForecasterProcess.start({ FORECAST_PROMETHEUS_URL: 'http://127.0.0.1:9' });
    await one.figures();
    expect((await fetch(`${one.url}/`)).status).toBe(404);
    expect((await fetch(`${one.url}/metrics`, { method: 'POST' })).status).toBe(405);
    expect((await one.end()).code).toBe(0);
  });

  it('says in one line why it cannot start, and ends', async () => {
    const wrong = await ForecasterProcess.start({ FORECAST_WEEKS: 'many' });
    await once(wrong.child, 'close');
    expect(await wrong.end()).toEqual({
      code: 1,
      stderr: 'the forecaster cannot start: FORECAST_WEEKS: expected a whole number from 2 to 26\n',
    });
    const squatter = await ForecasterProcess.start({ FORECAST_PROMETHEUS_URL: 'http://127.0.0.1:9' });
    await squatter.figures();
    const second = await ForecasterProcess.start({}, Number(new URL(squatter.url).port));
    await once(second.child, 'close');
    expect(await second.end()).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^the forecaster cannot start: .*EADDRINUSE/),
    });
    await squatter.end();
  });
});
