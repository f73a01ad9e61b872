import { asDateOrNull, type Database, type Row } from '#platform/database';
import { textIn } from './columns.js';
import type { ContextNames } from './context-names.js';
import type { Published } from './published.js';

interface Seen {
  readonly count: number;
  readonly lastAt: string | null;
}

const NEVER: Seen = { count: 0, lastAt: null };

/** What the code declares, held against what outbox and inbox remember. */
export class Subscriptions {
  constructor(
    private readonly database: Database,
    private readonly published: Published,
    private readonly names: ContextNames,
  ) {}

  async compare() {
    const recorded = await this.recorded();
    const handled = await this.handled();
    const declared = this.published.events.flatMap(({ type, from, to }) =>
      to.map(({ context, handler, transaction }) => {
        const observed = handled.get(handler)?.seen ?? NEVER;
        return { type, from, context, handler, transaction, declared: true, observed };
      }),
    );
    const names = new Set(declared.map(({ handler }) => handler));
    const unknown = [...handled]
      .filter(([handler]) => !names.has(handler))
      .map(([handler, { type, seen }]) => ({
        type,
        from: type === null ? null : this.published.of(type).from,
        context: this.names.ofClass(handler),
        handler,
        transaction: false,
        declared: false,
        observed: seen,
      }));
    const types = [...new Set([...this.published.events.map(({ type }) => type), ...recorded.keys()])];
    const events = types.map((type) => {
      const { from, says, to } = this.published.of(type);
      return { type, from, says, heard: to.length > 0, recorded: recorded.get(type) ?? NEVER };
    });
    const named = ({ type, handler }: { type: string | null; handler: string }) => ({ type, handler });
    return {
      subscriptions: [...declared, ...unknown],
      events: events.map(({ type, from, says, recorded: seen }) => ({ type, from, says, recorded: seen })),
      orphans: {
        unheard: events.filter(({ heard }) => !heard).map(({ type }) => type),
        unseen: declared.filter(({ observed }) => observed.count === 0).map(named),
        unknown: unknown.map(named),
      },
    };
  }

  private async recorded(): Promise<ReadonlyMap<string, Seen>> {
    const rows = await this.database.query(
      'SELECT type, COUNT(*) AS seen, MAX(created_at) AS last_at FROM outbox GROUP BY type',
    );
    return new Map(rows.map((row) => [String(row['type']), seenIn(row)]));
  }

  private async handled(): Promise<ReadonlyMap<string, { readonly type: string | null; readonly seen: Seen }>> {
    const rows = await this.database.query(
      `SELECT i.handler, MAX(o.type) AS type, COUNT(*) AS seen, MAX(i.handled_at) AS last_at
       FROM inbox i LEFT JOIN outbox o ON o.id = i.event_id GROUP BY i.handler`,
    );
    return new Map(
      rows.map((row) => {
        const type = textIn(row, 'type');
        return [String(row['handler']), { type, seen: seenIn(row) }] as const;
      }),
    );
  }
}

function seenIn(row: Row): Seen {
  return { count: Number(row['seen']), lastAt: asDateOrNull(row['last_at'])?.toISOString() ?? null };
}
