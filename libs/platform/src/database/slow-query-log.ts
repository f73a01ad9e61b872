import { Logger as NestLogger } from '@nestjs/common';
import type { Logger } from 'typeorm';

/** Tells of slow statements with their placeholders: never with their values, which may be personal. */
export class SlowQueryLog implements Logger {
  private readonly slow = new NestLogger('SlowQuery');

  logQuerySlow(milliseconds: number, query: string): void {
    this.slow.warn({ durationMs: milliseconds, query: withoutRepeats(query) }, 'Slow statement');
  }

  logQuery(): void {}
  logQueryError(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

/** `(?,?),…×64` for the placeholders of 64 rows, and `?,…×20` for a long list: what they are is said once. */
export function withoutRepeats(query: string): string {
  return query.replaceAll(/(\?|\([?, ]+\))(?:, ?\1)+/g, (all, one: string) => {
    const count = all.split(one).length - 1;
    return count > 3 ? `${one},…×${count}` : all;
  });
}
