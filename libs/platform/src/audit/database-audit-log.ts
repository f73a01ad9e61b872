import { Injectable } from '@nestjs/common';
import { Clock, newId } from '#kernel';
import { Database } from '#platform/database';
import { type AuditEntry, AuditLog } from './audit-log.js';

@Injectable()
export class DatabaseAuditLog extends AuditLog {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async record({ type, actor: { kind, id, ip, requestId }, subject, facts = {} }: AuditEntry): Promise<void> {
    await this.database.execute(
      `INSERT INTO audit_log (id, type, actor_kind, actor_id, subject, ip, request_id, at, facts)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [newId(), type, kind, id, subject, ip, requestId, this.clock.now(), JSON.stringify(facts)],
    );
  }
}
