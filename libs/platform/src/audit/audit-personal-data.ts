import { asDate, Database } from '#platform/database';
import { type ExportSection, HoldsPersonalData, PersonalDataHolder } from '#platform/privacy';

interface TrailRow {
  readonly id: string;
  readonly type: string;
  readonly ip: string | null;
  readonly at: unknown;
}

const PAGE = 500;

/** What the audit log says a person did, and from where. It is append-only: an erasure leaves it, and time ends it. */
@HoldsPersonalData()
export class AuditPersonalData extends PersonalDataHolder {
  constructor(private readonly database: Database) {
    super();
  }

  sections(personId: string): ExportSection[] {
    return [{ name: 'auditTrail', records: () => this.trail(personId) }];
  }

  async assertErasable(): Promise<void> {}

  async erase(): Promise<void> {}

  private async *trail(personId: string): AsyncIterable<object> {
    for (let before = '~'; ;) {
      const rows = await this.database.query<TrailRow>(
        `SELECT id, type, ip, at FROM audit_log WHERE actor_id = ? AND id < ? ORDER BY id DESC LIMIT ${PAGE}`,
        [personId, before],
      );
      for (const { type, ip, at } of rows) yield { type, ip, at: asDate(at) };
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      before = last.id;
    }
  }
}
