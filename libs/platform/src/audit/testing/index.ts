import { type AuditEntry, AuditLog } from '../audit-log.js';

export class InMemoryAuditLog extends AuditLog {
  readonly entries: AuditEntry[] = [];

  async record(entry: AuditEntry): Promise<void> {
    this.entries.push(entry);
  }

  note(entry: AuditEntry): void {
    this.entries.push(entry);
  }
}
