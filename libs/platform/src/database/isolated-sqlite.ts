import { Mutex, type MutexInterface } from 'async-mutex';
import type { DataSource, QueryRunner } from 'typeorm';
import { statementSpan, tracing } from '#platform/tracing';

type RunnerClass = new (driver: unknown) => BaseRunner;
declare abstract class BaseRunner {
  isTransactionActive: boolean;
  startTransaction(...args: Parameters<QueryRunner['startTransaction']>): Promise<void>;
  commitTransaction(): Promise<void>;
  rollbackTransaction(): Promise<void>;
  release(): Promise<void>;
  query(...args: unknown[]): Promise<unknown>;
}

/**
 * TypeORM gives every caller of an embedded SQLite file the same query runner, so that concurrent transactions
 * bleed into one another. Here each caller gets a runner of its own, and the one connection belongs to whoever
 * has the turn: for one statement, or from BEGIN to COMMIT.
 */
export function isolateSqliteTransactions(dataSource: DataSource): void {
  const shared = dataSource.createQueryRunner();
  const turns = new Mutex();
  const Isolated = isolated(shared.constructor as unknown as RunnerClass, turns);
  Object.assign(dataSource.driver, { createQueryRunner: () => new Isolated(dataSource.driver) });
}

function isolated(Runner: RunnerClass, turns: Mutex): RunnerClass {
  return class extends Runner {
    private turn: MutexInterface.Releaser | null = null;

    override async startTransaction(...args: Parameters<QueryRunner['startTransaction']>): Promise<void> {
      const nested = this.turn !== null;
      this.turn ??= await turns.acquire();
      try {
        await super.startTransaction(...args);
      } catch (error) {
        if (!nested) this.endTurn();
        throw error;
      }
    }

    override async commitTransaction(): Promise<void> {
      await super.commitTransaction();
      if (!this.isTransactionActive) this.endTurn();
    }

    override async rollbackTransaction(): Promise<void> {
      try {
        await super.rollbackTransaction();
      } finally {
        if (!this.isTransactionActive) this.endTurn();
      }
    }

    override async release(): Promise<void> {
      this.endTurn();
      await super.release();
    }

    override async query(...args: unknown[]): Promise<unknown> {
      if (this.turn) return this.send(args);
      return turns.runExclusive(() => this.send(args));
    }

    private send(args: unknown[]): Promise<unknown> {
      if (!tracing) return super.query(...args);
      return tracing.part(
        () => statementSpan('sqlite', String(args[0])),
        () => super.query(...args),
      );
    }

    private endTurn(): void {
      this.turn?.();
      this.turn = null;
    }
  };
}
