import { Counter, Gauge, Registry } from 'prom-client';
import type { Forecaster } from './forecaster.js';

/** What the forecaster tells of itself; docs/metrics.md has them all. */
export class Figures {
  private readonly registry = new Registry();
  private readonly now = this.gauge('load_now', 'Load now, per second', 'series');
  private readonly floor = this.gauge(
    'load_floor',
    'What must be borne until the lead has passed, per second: the load now, or the upper end of what is forecast, whichever is more',
    'series',
  );
  private readonly expected = this.gauge(
    'load_expected',
    'Load that is expected in the busiest five minutes of an hour, per second; horizon 0h is the hour that runs',
    'series',
    'horizon',
  );
  private readonly lower = this.gauge('load_lower', 'Lower end of the band that is forecast', 'series', 'horizon');
  private readonly upper = this.gauge('load_upper', 'Upper end of the band that is forecast', 'series', 'horizon');
  private readonly ready = this.gauge(
    'ready',
    'Whether there is a forecast (1); too little history, or none of today: there is none (0)',
    'series',
  );
  private readonly history = this.gauge('history_hours', 'Hours whose load is known', 'series');
  private readonly age = this.gauge('age_seconds', 'Since the end of the latest hour that was learned from', 'series');
  private readonly error = this.gauge(
    'backtest_error_ratio',
    'By how much a model was off in the latest week, of all the load there was (weighted absolute percentage error)',
    'series',
    'model',
  );
  private readonly chosen = this.gauge(
    'model_chosen',
    'Whether the forecast is by this model (1), because its error is the least',
    'series',
    'model',
  );
  private readonly failures = new Counter({
    name: 'forecast_failures_total',
    help: 'Attempts that failed: to ask for the load now or the history, or to forecast by a model',
    labelNames: ['series', 'part'],
    registers: [this.registry],
  });

  constructor(
    private readonly forecasters: readonly Forecaster[],
    private readonly leadMinutes: number,
    models: readonly { readonly name: string }[],
  ) {
    for (const { load } of forecasters)
      for (const part of ['now', 'history', ...models.map(({ name }) => name)])
        this.failures.inc({ series: load.name, part }, 0);
  }

  failed(series: string, part: string): void {
    this.failures.inc({ series, part });
  }

  /** In Prometheus' text format, as of this moment in milliseconds. */
  async tell(time: number): Promise<string> {
    const set = (gauge: Gauge, value: number | null, labels: Record<string, string>) => {
      if (value !== null) gauge.set(labels, value);
    };
    for (const gauge of this.gauges) gauge.reset();
    for (const forecaster of this.forecasters) {
      const series = forecaster.load.name;
      const view = forecaster.view(time);
      set(this.now, forecaster.now(), { series });
      set(this.floor, forecaster.floor(time, this.leadMinutes), { series });
      set(this.ready, view ? 1 : 0, { series });
      set(this.history, forecaster.historyHours(), { series });
      if (!view) continue;
      set(this.age, view.ageMs / 1000, { series });
      for (const [step, { lower, expected, upper }] of view.hours.entries()) {
        const labels = { series, horizon: `${step}h` };
        set(this.lower, lower, labels);
        set(this.expected, expected, labels);
        set(this.upper, upper, labels);
      }
      for (const [model, error] of view.errors) {
        set(this.error, error, { series, model });
        set(this.chosen, model === view.model ? 1 : 0, { series, model });
      }
    }
    return this.registry.metrics();
  }

  private get gauges(): readonly Gauge[] {
    return [
      this.now,
      this.floor,
      this.expected,
      this.lower,
      this.upper,
      this.ready,
      this.history,
      this.age,
      this.error,
      this.chosen,
    ];
  }

  private gauge(name: string, help: string, ...labelNames: readonly string[]): Gauge {
    return new Gauge({ name: `forecast_${name}`, help, labelNames: [...labelNames], registers: [this.registry] });
  }
}
