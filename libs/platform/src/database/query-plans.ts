import { LRUCache } from 'lru-cache';
import type { Milliseconds } from '#platform/config';
import { withoutRepeats } from '#platform/tracing';

type Ask = (sql: string, values: readonly unknown[]) => Promise<unknown>;

/** One table of a plan, as MySQL's tabular EXPLAIN has it, in which conditions and their values do not occur. */
export interface PlanStep {
  readonly table: unknown;
  /** `ALL` reads the whole table, `index` a whole index. */
  readonly access: unknown;
  readonly possibleKeys: unknown;
  readonly key: unknown;
  /** As estimated. */
  readonly rows: unknown;
  readonly extra: string;
}

/** Nothing else is asked about: EXPLAIN does not run these, and reads tables, which a statement without one does not. */
const EXPLAINED = /^\s*(?:SELECT\b[^]*\bFROM\b|UPDATE\b|DELETE\b)/i;
const ASKED_AGAIN_AFTER: Milliseconds = 60_000;
const MOST_REMEMBERED = 500;

/** How MySQL would run what was slow: asked beside it, one at a time, about each text once a minute at most. */
export class QueryPlans {
  private readonly asked: LRUCache<string, true>;
  private isAsking = false;

  constructor(
    private readonly ask: Ask,
    now: () => Milliseconds = () => performance.now(),
  ) {
    this.asked = new LRUCache({ max: MOST_REMEMBERED, ttl: ASKED_AGAIN_AFTER, ttlResolution: 0, perf: { now } });
  }

  /** Null where none is due, or to be had. Never rejects. */
  async of(sql: string, values: readonly unknown[]): Promise<readonly PlanStep[] | null> {
    const text = withoutRepeats(sql);
    // Nothing is ever sent along with a question.
    if (this.isAsking || !EXPLAINED.test(sql) || sql.includes(';') || this.asked.has(text)) return null;
    this.asked.set(text, true);
    this.isAsking = true;
    try {
      return ((await this.ask(`EXPLAIN ${sql}`, values)) as Record<string, unknown>[]).map(stepFrom);
    } catch {
      // The statement was told of; a database in trouble is not asked twice.
      return null;
    } finally {
      this.isAsking = false;
    }
  }
}

function stepFrom(row: Record<string, unknown>): PlanStep {
  const { table, type, possible_keys: possibleKeys, key, rows, Extra } = row;
  // What stands in parentheses may be a condition.
  const extra = typeof Extra === 'string' ? Extra.replaceAll(/ ?\([^;]*\)/g, '') : '';
  return { table, access: type, possibleKeys, key, rows, extra };
}
