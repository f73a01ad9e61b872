import { type Expectation, type Forecast, forecast, HOURS, isEnough } from './forecast.js';
import { History, hourOf } from './history.js';
import type { Loads, Model } from './model.js';
import { isKnown } from './statistics.js';
import type { Prometheus } from './prometheus.js';
import type { Load } from './settings.js';

const HOUR_MS = 3_600_000;

/** Hears that a part of the work failed: `now`, `history`, or a model by its name. */
export type OnFailure = (load: Load, part: string, error: unknown) => void;

/** Follows one load. All that it knows it has read, and will read again after a restart. */
export class Forecaster {
  private readonly history: History;
  private loads: Loads = [];
  private made: (Forecast & { readonly from: number }) | null = null;
  private current: number | null = null;
  /** Up to which hour there is nothing left to do. */
  private doneUntil: number | null = null;

  constructor(
    readonly load: Load,
    private readonly prometheus: Prometheus,
    private readonly models: readonly Model[],
    private readonly onFailure: OnFailure,
    historyHours: number,
  ) {
    this.history = new History(prometheus, load.expression, historyHours);
  }

  /** Asks for the load now. While nobody answers it is not known. */
  async look(): Promise<void> {
    this.current = await this.prometheus.now(this.load.expression).catch((error: unknown) => {
      this.onFailure(this.load, 'now', error);
      return null;
    });
  }

  /** Makes the forecast anew when an hour is over, or could not before. What was forecast before stays until then. */
  async learn(now: number): Promise<void> {
    const hour = hourOf(now);
    if (this.doneUntil === hour) return;
    try {
      await this.history.read(hour);
    } catch (error) {
      this.onFailure(this.load, 'history', error);
      return;
    }
    this.loads = this.history.before(hour);
    if (isEnough(this.loads)) {
      const failed = (model: Model, error: unknown) => this.onFailure(this.load, model.name, error);
      const made = await forecast(this.loads, this.models, failed).catch(() => null);
      if (made) this.made = { ...made, from: hour };
    } else this.made = null;
    this.doneUntil = hour;
  }

  /** Requests, or whatever is counted, per second; null: nobody knows. */
  now(): number | null {
    return this.current;
  }

  /** Hours whose load is known. */
  historyHours(): number {
    return this.loads.filter(isKnown).length;
  }

  /** What holds at this moment: the hour that runs is the first. Null before there was enough to learn from, and when it is all past. */
  view(now: number): (Pick<Forecast, 'model' | 'errors'> & { hours: readonly Expectation[]; ageMs: number }) | null {
    if (!this.made) return null;
    const { from, hours, model, errors } = this.made;
    const passed = hourOf(now) - from;
    if (passed < 0 || passed >= HOURS) return null;
    return { hours: hours.slice(passed), model, errors, ageMs: now - from * HOUR_MS };
  }

  /**
   * What must be borne from now until a lead has passed: what there is, or the most that may come, whichever is more. It only ever asks for more than
   * there is now. Null: nobody knows either.
   */
  floor(now: number, leadMinutes: number): number | null {
    const until = hourOf(now + leadMinutes * 60_000) - hourOf(now);
    const ahead = this.view(now)?.hours.slice(0, until + 1) ?? [];
    const all = [...(isKnown(this.current) ? [this.current] : []), ...ahead.map(({ upper }) => upper)];
    return all.length === 0 ? null : Math.max(...all);
  }
}
