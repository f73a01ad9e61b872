import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, EntityManager, QueryResult, QueryRunner } from 'typeorm';
import { isContended } from '#platform/database-failures';
import { statementOf } from './deadlines.js';
import type { StatementRunner } from './mysql-statement.js';
import type { Reader, Row, SqlValue } from './reader.js';
import type { ReadReplicas } from './replicas/read-replicas.js';
import { isSqlite } from './schema.js';

interface OpenTransaction {
  readonly database: Database;
  readonly runner: QueryRunner;
  readonly beforeCommit: (() => Promise<void>)[];
  readonly afterCommit: (() => void | Promise<void>)[];
}

type Answer = Pick<QueryResult, 'raw' | 'affected'>;

/** Times a transaction that lost a deadlock or was overtaken, or a statement outside of one, is run in all. */
const ATTEMPTS = 6;

const open = new AsyncLocalStorage<OpenTransaction>();

/**
 * For clients of the outside world: a call that is slow or unanswered must not hold locks meanwhile.
 * @throws Error while a transaction is open
 */
export function refuseInsideTransaction(): void {
  if (open.getStore()) throw new Error('No call to the outside world while a transaction is open');
}

/** The one door to the database: whoever runs inside `transaction` shares its transaction, through any repository. */
export class Database implements Reader {
  readonly dialect: 'mysql' | 'sqlite';

  /** Runs a statement that belongs to no transaction; undefined on SQLite, where TypeORM runs all of them. */
  private readonly runSingle;

  /** @param replicas null where there are none */
  constructor(
    readonly dataSource: DataSource,
    private readonly replicas: ReadReplicas | null = null,
  ) {
    this.runSingle = statementOf(dataSource);
    this.dialect = isSqlite(dataSource.options.type) ? 'sqlite' : 'mysql';
  }

  get inTransaction(): boolean {
    return this.transactionOfMine !== undefined;
  }

  /** TypeORM's entity manager of the open transaction, or one that commits each statement. */
  get manager(): EntityManager {
    return this.transactionOfMine?.runner.manager ?? this.dataSource.manager;
  }

  /**
   * Runs `work` in a transaction; joins the one that is open already. `work` runs again from its start when the
   * database chose it as a deadlock's victim or it was ConcurrencyConflict, so it must not have effects outside the database.
   */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    return this.inTransaction ? work() : retried(() => this.runOnce(work));
  }

  /** Runs `work`, which only reads, and sees all of it as it was at one moment. Not inside a transaction. */
  snapshot<T>(work: () => Promise<T>): Promise<T> {
    return this.runOnce(work, this.dialect === 'mysql' ? 'REPEATABLE READ' : undefined);
  }

  /** Runs `work` apart from the transaction that is open, if one is: on a connection of its own. */
  outside<T>(work: () => Promise<T>): Promise<T> {
    return open.exit(work);
  }

  /**
   * Runs `action` as the last thing in the open transaction, which must be there: for what locks a row that everybody
   * needs and should lock it as briefly as can be.
   */
  beforeCommit(action: () => Promise<void>): void {
    const transaction = this.transactionOfMine;
    if (!transaction) throw new Error('There is no transaction to be committed');
    transaction.beforeCommit.push(action);
  }

  /**
   * Calls `action` once the open transaction is committed, never when it is rolled back. Whoever ran the transaction
   * goes on when the promise it answers, if it does, is settled; it must not reject: what is committed has not failed.
   */
  afterCommit(action: () => void | Promise<void>): void {
    const transaction = this.transactionOfMine;
    if (transaction) transaction.afterCommit.push(action);
    else void action();
  }

  /** Rows of a SELECT. Placeholders are `?`. Times are Dates on MySQL, strings on SQLite: read them with `asDate`. */
  async query<R extends object = Row>(sql: string, values: readonly SqlValue[] = []): Promise<R[]> {
    return (await this.run(sql, values)).raw as R[];
  }

  /**
   * Reads a list that may be two seconds old: at a replica where one is up to date, all of it at the same one, else here;
   * here as well in an open transaction, and for staff who have just changed something. For what is shown once: a copy that is
   * kept, and whatever is decided upon, is read here. `work` runs again, here, when the replica fails.
   */
  reading<T>(work: (from: Reader) => Promise<T>): Promise<T> {
    if (!this.replicas || this.inTransaction) return work(this);
    return this.replicas.read(work, this);
  }

  /** Rows an INSERT, UPDATE or DELETE changed. Matched rows that keep their values count as well. */
  async execute(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    return (await this.run(sql, values)).affected ?? 0;
  }

  /** ` FOR UPDATE` where there are row locks; on SQLite the transaction itself has the whole database. */
  get forUpdate(): string {
    return this.dialect === 'mysql' ? ' FOR UPDATE' : '';
  }

  /** Like `forUpdate`, passing over rows that somebody else holds. */
  get forUpdateSkipLocked(): string {
    return this.dialect === 'mysql' ? ' FOR UPDATE SKIP LOCKED' : '';
  }

  /** All rows of these SELECTs, of which each may have an order and a limit. SQLite has no parentheses for them, and MySQL would store a table for each. */
  unionAll([first = '', ...more]: readonly string[]): string {
    if (more.length === 0) return first;
    const parts = [first, ...more].map((part) => (this.dialect === 'mysql' ? `(${part})` : `SELECT * FROM (${part})`));
    return parts.join(' UNION ALL ');
  }

  private get transactionOfMine(): OpenTransaction | undefined {
    const transaction = open.getStore();
    return transaction?.database === this ? transaction : undefined;
  }

  private async run(sql: string, values: readonly SqlValue[]): Promise<Answer> {
    const transaction = this.transactionOfMine;
    if (!this.runSingle) return this.runOnTypeorm(transaction?.runner, sql, values);
    const { runSingle } = this;
    // A statement that is a transaction by itself may be a deadlock's victim as well.
    const raw = await (transaction
      ? (transaction.runner as StatementRunner).statement(sql, values)
      : retried(() => runSingle(sql, values)));
    return { raw, affected: (raw as { affectedRows?: number }).affectedRows };
  }

  private async runOnTypeorm(open: QueryRunner | undefined, sql: string, values: readonly SqlValue[]): Promise<Answer> {
    const bound = values.map(sqliteValue);
    if (open) return open.query(sql, bound, true);
    const runner = this.dataSource.createQueryRunner();
    try {
      return await runner.query(sql, bound, true);
    } finally {
      await runner.release();
    }
  }

  private async runOnce<T>(work: () => Promise<T>, isolation?: 'REPEATABLE READ'): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    const afterCommit: (() => void | Promise<void>)[] = [];
    const beforeCommit: (() => Promise<void>)[] = [];
    let begun = false;
    let result: T;
    try {
      await runner.startTransaction(isolation);
      begun = true;
      result = await open.run({ database: this, runner, beforeCommit, afterCommit }, async () => {
        const done = await work();
        for (const action of beforeCommit) await action();
        return done;
      });
      await runner.commitTransaction();
    } catch (error) {
      if (begun) await rollBack(runner);
      throw error;
    } finally {
      await runner.release();
    }
    for (const action of afterCommit) await action();
    return result;
  }
}

async function retried<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= ATTEMPTS || !isContended(error)) throw error;
      await pause(Math.random() * 10 * 2 ** attempt);
    }
  }
}

/** A connection that could not be rolled back may still hold the transaction: it must not go back to the pool. */
async function rollBack(runner: QueryRunner): Promise<void> {
  if (!runner.isTransactionActive) return;
  try {
    await runner.rollbackTransaction();
  } catch {
    (runner as { databaseConnection?: { destroy?: () => void } }).databaseConnection?.destroy?.();
  }
}

/** Times as TypeORM writes them on SQLite: `2026-01-31 23:59:59.999`, in UTC; they sort as text. */
function sqliteValue(value: SqlValue): SqlValue {
  return value instanceof Date ? value.toISOString().replace('T', ' ').replace('Z', '') : value;
}

/** `?,?,?` for a list of `count` values, or `(?,?),(?,?)` for `count` rows of `width` values. */
export function placeholders(count: number, width = 0): string {
  const one = width === 0 ? '?' : `(${Array<string>(width).fill('?').join(',')})`;
  return Array<string>(count).fill(one).join(',');
}
