import { Logger as NestLogger } from '@nestjs/common';
import type { Logger } from 'typeorm';

/** Tells of slow statements with their placeholders: never with their values, which may be personal. */
export class SlowQueryLog implements Logger {
  private readonly slow = new NestLogger('SlowQuery');

  logQuerySlow(milliseconds: number, query: string): void {
    this.slow.warn({ durationMs: milliseconds, query }, 'Slow statement');
  }

  logQuery(): void {}
  logQueryError(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}
