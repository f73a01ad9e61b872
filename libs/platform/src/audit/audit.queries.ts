import { Injectable } from '@nestjs/common';
import { asDate, Database, type Reader, type SqlValue } from '#platform/database';
import { pageOf, type StaffPage, type StaffPageRequest } from '#platform/http';
import type { AuditEntry } from './audit-log.js';

export interface AuditView {
  readonly id: string;
  readonly type: string;
  /** Id of the actor, `system`, or null for whoever was not signed in. */
  readonly actor: string | null;
  readonly subject: string | null;
  readonly ip: string | null;
  readonly requestId: string | null;
  readonly at: Date;
  readonly facts: NonNullable<AuditEntry['facts']>;
}

export interface AuditFilter {
  /** A type, or with `.*` at its end all types that begin so. */
  readonly type?: string | undefined;
  readonly actor?: string | undefined;
}

interface AuditRow {
  readonly id: string;
  readonly type: string;
  readonly actor_id: string | null;
  readonly subject: string | null;
  readonly ip: string | null;
  readonly request_id: string | null;
  readonly at: unknown;
  readonly facts: string;
}

/** What staff see of the audit log, newest first. */
@Injectable()
export class AuditQueries {
  constructor(private readonly database: Database) {}

  list(filter: AuditFilter, request: StaffPageRequest): Promise<StaffPage<AuditView>> {
    return this.database.reading((from) => this.page(from, filter, request));
  }

  private async page(
    from: Reader,
    filter: AuditFilter,
    { limit, after, offset }: StaffPageRequest,
  ): Promise<StaffPage<AuditView>> {
    const { where, values } = conditionOf(filter);
    const rows = await from.query<AuditRow>(
      `SELECT id, type, actor_id, subject, ip, request_id, at, facts FROM audit_log
       WHERE ${where} AND id < ? ORDER BY id DESC LIMIT ${limit + 1} OFFSET ${offset ?? 0}`,
      [...values, after ?? '~'],
    );
    return {
      ...pageOf(rows.map(viewOf), limit),
      ...(offset !== null && { total: await this.count(from, where, values) }),
    };
  }

  private async count(from: Reader, where: string, values: readonly SqlValue[]): Promise<number> {
    const [row] = await from.query<{ total: unknown }>(
      `SELECT COUNT(*) AS total FROM audit_log WHERE ${where}`,
      values,
    );
    return Number(row?.total);
  }
}

function conditionOf({ type, actor }: AuditFilter): { where: string; values: SqlValue[] } {
  const conditions: [string, ...SqlValue[]][] = [];
  // In ASCII the slash follows the dot.
  if (type?.endsWith('.*')) conditions.push(['type >= ? AND type < ?', type.slice(0, -1), `${type.slice(0, -2)}/`]);
  else if (type !== undefined) conditions.push(['type = ?', type]);
  if (actor !== undefined) conditions.push(['actor_id = ?', actor]);
  return {
    where: conditions.map(([condition]) => condition).join(' AND ') || '1 = 1',
    values: conditions.flatMap(([, ...values]) => values),
  };
}

function viewOf({ id, type, actor_id, subject, ip, request_id, at, facts }: AuditRow): AuditView {
  return {
    ...{ id, type, actor: actor_id, subject, ip, requestId: request_id, at: asDate(at) },
    facts: JSON.parse(facts) as AuditView['facts'],
  };
}
