import { Logger as NestLogger } from '@nestjs/common';
import type { Logger } from 'typeorm';
import { untraced, withoutRepeats } from '#platform/tracing';
import { slowQueries } from './database-figures.js';
import type { QueryPlans } from './query-plans.js';

/** Tells of slow statements with their placeholders: never with their values, which may be personal. */
export class SlowQueryLog implements Logger {
  private readonly slow = new NestLogger('SlowQuery');
  private plans: QueryPlans | null = null;

  /** From now on it also tells how the database runs them. */
  explainBy(plans: QueryPlans): void {
    this.plans = plans;
  }

  logQuerySlow(milliseconds: number, sql: string, values: readonly unknown[] = []): void {
    // Our own question.
    if (sql.startsWith('EXPLAIN ')) return;
    slowQueries.inc();
    const query = withoutRepeats(sql);
    this.slow.warn({ durationMs: milliseconds, query }, 'Slow statement');
    void untraced(() => this.plans?.of(sql, values))?.then((plan) => {
      if (plan) this.slow.warn({ query, plan }, 'Plan of a slow statement');
    });
  }

  logQuery(): void {}
  logQueryError(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}
