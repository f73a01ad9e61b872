import type { DataSource, QueryRunner } from 'typeorm';

/** What a process that was killed would have heard next. */
export class Killed extends Error {
  constructor() {
    super('The process is dead');
  }
}

/**
 * A process that dies between two steps: before or after any statement, COMMIT included, and before or after any call to
 * the outside world. From then on nothing it does has an effect; the database rolls back what it left open.
 */
export class CrashPoints {
  private left = Infinity;
  private dead = false;

  constructor(dataSource: DataSource) {
    const create = dataSource.createQueryRunner.bind(dataSource);
    dataSource.createQueryRunner = (...args) => this.watch(create(...args));
  }

  /** Dies at the n-th step from now, counted from 1. */
  arm(step: number): void {
    this.left = step;
  }

  /** Starts again; answers whether it had died. What it held in memory were deliveries under way: they have failed with it. */
  revive(): boolean {
    const died = this.dead;
    this.left = Infinity;
    this.dead = false;
    return died;
  }

  /** Does one thing that others can see, with a chance to die on either side of it. */
  async around<T>(effect: () => Promise<T>): Promise<T> {
    this.step();
    const result = await effect();
    this.step();
    return result;
  }

  private async before<T>(effect: () => Promise<T>): Promise<T> {
    this.step();
    return effect();
  }

  private step(): void {
    if (this.dead || --this.left <= 0) {
      this.dead = true;
      throw new Killed();
    }
  }

  private watch(runner: QueryRunner): QueryRunner {
    const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>;
    const watched = (...args: unknown[]) => {
      if (args[0] === 'ROLLBACK') return query(...args);
      // A transaction that has begun and done nothing is none; the connection outlives the process here.
      if (/^(BEGIN|START)/.test(String(args[0]))) return this.before(() => query(...args));
      return this.around(() => query(...args));
    };
    return Object.assign(runner, { query: watched });
  }
}
