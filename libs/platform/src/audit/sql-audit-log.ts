import { Injectable } from '@nestjs/common';
import { Clock, newId } from '#kernel';
import type { SqlValue } from '#platform/database';
import { AuditBatches } from './audit-batches.js';
import { type AuditEntry, AuditLog } from './audit-log.js';

@Injectable()
export class SqlAuditLog extends AuditLog {
  constructor(
    private readonly batches: AuditBatches,
    private readonly clock: Clock,
  ) {
    super();
  }

  record(entry: AuditEntry): Promise<void> {
    return this.batches.write([this.row(entry)]);
  }

  note(entry: AuditEntry): void {
    this.batches.add(this.row(entry));
  }

  private row({ type, actor: { kind, id, ip, requestId }, subject, facts = {} }: AuditEntry): SqlValue[] {
    return [newId(), type, kind, id, subject, ip, requestId, this.clock.now(), JSON.stringify(facts)];
  }
}
