import type { DataSource } from 'typeorm';
import { isSqlite } from './schema.js';

const LOCK = 'jishi.migrations';
const LOCK_WAIT_SECONDS = 60;

/** Brings the schema up to date. Of processes that start together one migrates and the others wait for it. */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  if (isSqlite(dataSource.options.type)) return run(dataSource);
  const holder = dataSource.createQueryRunner();
  try {
    const [row] = (await holder.query(`SELECT GET_LOCK('${LOCK}', ${LOCK_WAIT_SECONDS}) AS held`)) as { held: unknown }[];
    if (Number(row?.held) !== 1) throw new Error(`Another process has been migrating for ${LOCK_WAIT_SECONDS} s`);
    return await run(dataSource);
  } finally {
    await holder.query(`SELECT RELEASE_LOCK('${LOCK}')`).catch(() => undefined);
    await holder.release();
  }
}

async function run(dataSource: DataSource): Promise<string[]> {
  return (await dataSource.runMigrations()).map((migration) => migration.name);
}
