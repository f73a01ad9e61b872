import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { asActivity } from '#platform/activity';
import type { Config } from '#platform/config';
import { KeysUnavailable } from '#platform/crypto';
import { createLogger, JsonLogger } from '#platform/observability';
import { AppModule } from '../app.module.js';
import { migrateDatabase } from '../migrate-database.js';
import { Refusal } from '../refusal.js';
import { withWechat } from '../simulated-wechat.js';
import { lastWords } from '../start-up-failure.js';
import { configOfCommand } from './config-of-command.js';

/**
 * Runs an operator's command: the application with its schema up to date, without a port and without background jobs.
 * What the command prints goes to standard output, logs to standard error.
 * @param purpose how the audit log names it, for example `keys:rewrap`
 * @param work answers the exit code, 0 when it answers nothing
 * @param adjusted the configuration it runs with
 */
export async function runCommand(
  purpose: string,
  work: (app: INestApplicationContext) => Promise<number | void>,
  adjusted: (config: Config) => Config = (config) => config,
): Promise<never> {
  try {
    const given = adjusted(configOfCommand());
    const configured = {
      ...given,
      backgroundJobs: false,
      // A command reads at the primary: after a restore replicas are not those of this database.
      database: { ...given.database, replicas: [] },
      // The first owner is for the server to make, and to say that there is one already.
      auth: { ...given.auth, staffBootstrap: null },
    };
    const { primary } = configured.database;
    if (primary.kind === 'sqlite' && primary.path === ':memory:')
      throw new Refusal('DATABASE_URL: a database in memory is empty for a command, and gone after it. Name a file');
    const { config, simulator } = await withWechat(configured);
    await migrateDatabase(config);
    const logger = new JsonLogger(createLogger(config.observability.logLevel, process.stderr));
    const app = await NestFactory.createApplicationContext(AppModule.forRoot(config), { logger, abortOnError: false });
    let exitCode: number | void;
    try {
      exitCode = await asActivity(purpose, () => work(app));
    } finally {
      await app.close();
      await simulator?.close();
    }
    process.exit(exitCode ?? 0);
  } catch (error) {
    console.error(reasonOf(error));
    process.exit(1);
  }
}

function reasonOf(error: unknown): unknown {
  if (error instanceof KeysUnavailable) return 'the key-management service does not answer: try again when it does';
  return lastWords(error);
}
