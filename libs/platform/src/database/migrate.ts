import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { MIGRATION_LOCK } from '#platform/empty-database';
import { setDeadline } from './deadlines.js';
import { isSqlite } from './schema.js';

const LOCK_WAIT_SECONDS = 60;
/** A statement that changes a large table takes its time; those of requests may not. */
const LONGEST_STATEMENT_MS = 30 * 60_000;

/** Another process holds the lock of the migrations for longer than a start waits. */
export class MigratedElsewhere extends Error {
  constructor() {
    super(`another process has been migrating for ${LOCK_WAIT_SECONDS} s: start again when it is done`);
    this.name = 'MigratedElsewhere';
  }
}

/** Brings the schema up to date. Of processes that start together one migrates and the others wait for it. */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    if (isSqlite(dataSource.options.type)) return await run(dataSource, runner);
    setDeadline(runner, LONGEST_STATEMENT_MS);
    return await alone(runner, () => run(dataSource, runner));
  } finally {
    await runner.release();
  }
}

async function alone<T>(runner: QueryRunner, work: () => Promise<T>): Promise<T> {
  const [row] = (await runner.query(`SELECT GET_LOCK(${MIGRATION_LOCK}, ${LOCK_WAIT_SECONDS}) AS held`)) as {
    held: unknown;
  }[];
  if (Number(row?.held) !== 1) throw new MigratedElsewhere();
  try {
    return await work();
  } finally {
    await runner.query(`SELECT RELEASE_LOCK(${MIGRATION_LOCK})`).catch(() => undefined);
  }
}

/** On the connection that holds the lock: whoever loses the one stops doing the other. */
async function run(dataSource: DataSource, runner: QueryRunner): Promise<string[]> {
  const executor = new MigrationExecutor(dataSource, runner);
  executor.transaction = 'each';
  return (await executor.executePendingMigrations()).map((migration) => migration.name);
}
