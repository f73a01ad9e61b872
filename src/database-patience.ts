import type { Config, Milliseconds } from '#platform/config';
import { awaitDatabase } from '#platform/database-failures';

/** Somebody who develops wants to hear at once that the address is wrong; a shop is often started together with its database. */
const PATIENCE: Readonly<Record<Config['environment'], Milliseconds>> = {
  production: 30_000,
  development: 3_000,
  test: 3_000,
};

/** Waits until the database lets this process in; `startUpFailure` says what its errors mean. */
export function untilDatabaseAnswers({ environment, database }: Config, tell: (news: string) => void): Promise<void> {
  return awaitDatabase(database, { patience: PATIENCE[environment], tell });
}
