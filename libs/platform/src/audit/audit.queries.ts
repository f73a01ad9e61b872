import { Injectable } from '@nestjs/common';
import { asDate, Database, type SqlValue } from '#platform/database';
import { readStaffPage, type StaffPage, type StaffPageRequest } from '#platform/http';
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
    const columns = 'id, type, actor_id, subject, ip, request_id, at, facts';
    const rows = { table: 'audit_log', columns, ...conditionOf(filter) };
    return this.database.reading((from) => readStaffPage(from, rows, request, viewOf));
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
    id,
    type,
    actor: actor_id,
    subject,
    ip,
    requestId: request_id,
    at: asDate(at),
    facts: JSON.parse(facts) as AuditView['facts'],
  };
}
