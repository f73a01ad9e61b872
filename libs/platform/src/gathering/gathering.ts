import { AsyncLocalStorage } from 'node:async_hooks';
import type { Milliseconds } from '#platform/config';
import { DomainError } from '#kernel';
import { metrics } from '#platform/observability';
import { type Place, tracing, type Tracing } from '#platform/tracing';
import { FairLine } from './fair-line.js';

/** More is waiting than could be decided soon; nothing was done, and the caller may try again. */
export class TooManyWaiting extends DomainError {
  /** Spread, so that those who were refused together do not come back together. */
  readonly retryAfterSeconds = 1 + Math.floor(Math.random() * 3);

  constructor() {
    super({
      code: 503,
      kind: 'unavailable',
      zh: '服务暂时不可用，请稍后再试',
      en: 'Temporarily unavailable, try again soon',
    });
  }
}

const sizes = metrics.histogram(
  {
    name: 'gathering_batch_size',
    help: 'Commands or questions that were decided together, orders in one transaction',
    labels: ['gathering'],
  },
  [1, 2, 4, 8, 16, 32, 64, 128],
);
const waiting = metrics.gauge({
  name: 'gathering_waiting',
  help: 'Commands or questions that wait to be decided',
  labels: ['gathering'],
});

/** A list that takes longer than this keeps nobody waiting: another lane is opened beside it. */
const SLOW_LIST: Milliseconds = 50;

export interface GatheringLimits {
  /** In the metrics and traces. */
  readonly name: string;
  /** Commands that are decided together, at most. */
  readonly maxBatch: number;
  /** Lists that are being decided at one time, at most. A second one begins when half a list waits, or the first is slow. */
  readonly lanes: number;
  /** Commands that may wait, in all. */
  readonly maxQueue: number;
  /** Of those, how many may be one owner's. */
  readonly maxQueuePerOwner: number;
  /** A command that has waited for so long, or a quarter longer, is refused, undecided. */
  readonly timeout: Milliseconds;
}

/** For callers that bound by themselves how many wait, and that come again with what has waited for too long. */
export const UNBOUNDED: Omit<GatheringLimits, 'name'> = {
  maxBatch: 100,
  lanes: 2,
  maxQueue: Infinity,
  maxQueuePerOwner: Infinity,
  timeout: 5_000,
};

interface Waiting<C, A> {
  readonly command: C;
  readonly since: Milliseconds;
  /** Where in a trace it was asked for. */
  readonly place: Place | null;
  readonly answer: (answer: A) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Decides commands together that come at the same time, like a DataLoader for writes: one transaction for many is far
 * cheaper than one for each. Nothing is waited for: whatever is there when a lane becomes free goes together, which is
 * one command by itself while there is little to do. What was taken on is decided once, whether its caller still listens or not.
 */
export class Gathering<C, A> {
  private readonly line = new FairLine<Waiting<C, A>>();
  private readonly sizes;
  /** Lists are decided in nobody's name: not in the transaction or activity of whoever happened to come first. */
  private readonly apart = AsyncLocalStorage.snapshot();
  private readonly underWay = new Set<Promise<void>>();
  private starting = false;
  private lastBegan: Milliseconds = 0;
  private watch: NodeJS.Timeout | null = null;

  /**
   * @param decideAll answers each command of a list, in its order; when it rejects, all of them fail
   * @param ownerOf whose a command is: owners take turns, so that none of them keeps the others waiting
   * @param changes the id of the aggregate a command changes, whose events are told of where the command came from
   */
  constructor(
    private readonly decideAll: (commands: readonly C[]) => Promise<readonly A[]>,
    private readonly limits: GatheringLimits,
    private readonly ownerOf: (command: C) => string = () => '',
    private readonly changes: (command: C) => string = () => '',
    private readonly now: () => Milliseconds = () => performance.now(),
  ) {
    this.sizes = sizes.labels(limits.name);
    waiting.labels(limits.name).readBy(() => this.line.length);
  }

  /** Answers what became of this command. @throws TooManyWaiting at once or after `timeout`: nothing was done */
  decide(command: C): Promise<A> {
    const owner = this.ownerOf(command);
    const { maxQueue, maxQueuePerOwner } = this.limits;
    if (this.line.length >= maxQueue || this.line.lengthOf(owner) >= maxQueuePerOwner) {
      return Promise.reject(new TooManyWaiting());
    }
    return new Promise((answer, fail) => {
      const place = tracing ? tracing.here() : null;
      this.line.join(owner, { command, since: this.now(), place, answer, fail });
      this.start();
    });
  }

  /** Resolves when nothing waits and nothing is being decided. */
  async idle(): Promise<void> {
    while (this.starting || this.underWay.size > 0) {
      if (this.underWay.size > 0) await Promise.all(this.underWay);
      else await new Promise(setImmediate);
    }
  }

  /** At the end of this turn of the event loop: what arrives in one turn goes together. */
  private start(): void {
    if (this.starting) return;
    if (!this.hasLane) return this.keepWatch();
    this.starting = true;
    this.apart(() =>
      setImmediate(() => {
        this.starting = false;
        this.fillLanes();
      }),
    );
  }

  private fillLanes(): void {
    while (this.line.length > 0 && this.hasLane) {
      this.lastBegan = this.now();
      const lane = this.run(this.line.take(this.limits.maxBatch)).finally(() => {
        this.underWay.delete(lane);
        if (this.line.length > 0) this.start();
      });
      this.underWay.add(lane);
    }
    if (this.line.length > 0) this.keepWatch();
  }

  /** Few lists of many cost less than many of few, so a free lane is not taken for every list. */
  private get hasLane(): boolean {
    const { lanes, maxBatch } = this.limits;
    if (this.underWay.size === 0 || this.underWay.size >= lanes) return this.underWay.size === 0;
    return this.line.length >= maxBatch / 2 || this.now() - this.lastBegan >= SLOW_LIST;
  }

  private async run(list: readonly Waiting<C, A>[]): Promise<void> {
    this.sizes.observe(list.length);
    try {
      const commands = list.map(({ command }) => command);
      const answers = await (tracing ? this.decideTraced(tracing, list, commands) : this.decideAll(commands));
      if (answers.length !== list.length) throw new Error('Each command of a list has one answer');
      answers.forEach((answer, at) => list[at]?.answer(answer));
    } catch (error) {
      for (const { fail } of list) fail(error);
    }
  }

  /** One command by itself is a part of what it came from; several are a trace of their own, and each leads to the other. */
  private decideTraced(traces: Tracing, list: readonly Waiting<C, A>[], commands: readonly C[]): Promise<readonly A[]> {
    const name = `gathered ${this.limits.name}`;
    const [first] = list;
    if (list.length === 1) {
      return traces.at(first?.place ?? null, () =>
        traces.part(
          () => ({ name }),
          () => this.decideAll(commands),
        ),
      );
    }
    const causes = list.map(({ place }) => place);
    const places = new Map(list.flatMap(({ command, place }) => (place ? [[this.changes(command), place]] : [])));
    return traces.apart({ name, facts: { 'jishi.gathered': list.length } }, causes, () =>
      traces.onBehalf(places, () => this.decideAll(commands)),
    );
  }

  /** Lanes may be stuck: whoever waits hears of it in time all the same. */
  private keepWatch(): void {
    this.watch ??= setTimeout(() => {
      this.watch = null;
      this.refuseLate();
      if (this.line.length > 0) this.start();
    }, this.limits.timeout / 4).unref();
  }

  private refuseLate(): void {
    const latest = this.now() - this.limits.timeout;
    for (const { fail } of this.line.withdraw(({ since }) => since <= latest)) fail(new TooManyWaiting());
  }
}
