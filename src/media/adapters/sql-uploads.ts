import { Injectable } from '@nestjs/common';
import { asDate, Database } from '#platform/database';
import { Outbox } from '#platform/events';
import type { PictureType } from '../domain/picture.js';
import { type CheckStatus, Upload, type Uploader } from '../domain/upload.js';
import { Uploads } from '../domain/uploads.js';

interface UploadRow {
  readonly id: string;
  readonly name: string;
  readonly uploader_kind: Uploader['kind'];
  readonly uploader_id: string;
  readonly type: PictureType;
  readonly bytes: unknown;
  readonly width: unknown;
  readonly height: unknown;
  readonly digest: string;
  readonly status: CheckStatus;
  readonly uploaded_at: unknown;
  readonly version: unknown;
}

const COLUMNS =
  'id, name, uploader_kind, uploader_id, type, bytes, width, height, digest, status, uploaded_at, version';
const OF_UPLOADER = 'uploader_id = ? AND uploader_kind = ?';

@Injectable()
export class SqlUploads extends Uploads {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  async add(upload: Upload): Promise<void> {
    const { id, name, uploader, type, bytes, width, height, digest, status, uploadedAt } = upload.state;
    const row = [id, name, uploader.kind, uploader.id, type, bytes, width, height, digest, status, uploadedAt, 1];
    await this.database.transaction(async () => {
      await this.database.execute(`INSERT INTO uploads (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, row);
      await this.outbox.append([{ aggregateId: id, version: 1, events: upload.takeEvents() }]);
    });
  }

  async find(id: string): Promise<Upload | null> {
    return this.one('id = ?', id);
  }

  async named(name: string): Promise<Upload | null> {
    return this.one('name = ?', name);
  }

  change(id: string, mutate: (upload: Upload) => void): Promise<Upload | null> {
    return this.database.transaction(async () => {
      const [row] = await this.database.query<UploadRow>(
        `SELECT ${COLUMNS} FROM uploads WHERE id = ?${this.database.forUpdate}`,
        [id],
      );
      if (!row) return null;
      const upload = uploadFrom(row);
      mutate(upload);
      const version = Number(row.version) + 1;
      await this.database.execute('UPDATE uploads SET status = ?, version = ? WHERE id = ?', [
        upload.state.status,
        version,
        id,
      ]);
      await this.outbox.append([{ aggregateId: id, version, events: upload.takeEvents() }]);
      return upload;
    });
  }

  async countOf({ id, kind }: Uploader): Promise<number> {
    const sql = `SELECT COUNT(*) AS held FROM uploads WHERE ${OF_UPLOADER}`;
    const [row] = await this.database.query<{ held: unknown }>(sql, [id, kind]);
    return Number(row?.held);
  }

  async pendingSince(before: Date, limit: number): Promise<readonly string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM uploads WHERE status = 'pending' AND uploaded_at < ? ORDER BY uploaded_at LIMIT ${limit}`,
      [before],
    );
    return rows.map(({ id }) => id);
  }

  async remove(name: string, uploader: Uploader): Promise<string | null> {
    const [row] = await this.database.query<UploadRow>(
      `SELECT ${COLUMNS} FROM uploads WHERE name = ? AND ${OF_UPLOADER}${this.database.forUpdate}`,
      [name, uploader.id, uploader.kind],
    );
    if (!row || !uploadFrom(row).isShown) return null;
    await this.database.execute('DELETE FROM media_checks WHERE upload_id = ?', [row.id]);
    await this.database.execute('DELETE FROM uploads WHERE id = ?', [row.id]);
    return row.id;
  }

  async removeAllOf({ id, kind }: Uploader): Promise<readonly { id: string; name: string }[]> {
    const rows = await this.database.query<UploadRow>(
      `SELECT ${COLUMNS} FROM uploads WHERE ${OF_UPLOADER}${this.database.forUpdate}`,
      [id, kind],
    );
    await this.database.execute(
      `DELETE FROM media_checks WHERE upload_id IN (SELECT id FROM uploads WHERE ${OF_UPLOADER})`,
      [id, kind],
    );
    await this.database.execute(`DELETE FROM uploads WHERE ${OF_UPLOADER}`, [id, kind]);
    // The files of refused ones are on their way out already.
    return rows.filter((row) => uploadFrom(row).isShown).map((row) => ({ id: row.id, name: row.name }));
  }

  private async one(condition: string, value: string): Promise<Upload | null> {
    const sql = `SELECT ${COLUMNS} FROM uploads WHERE ${condition}`;
    const [row] = await this.database.query<UploadRow>(sql, [value]);
    return row ? uploadFrom(row) : null;
  }
}

function uploadFrom({ id, name, type, digest, status, ...row }: UploadRow): Upload {
  return Upload.restore({
    id,
    name,
    type,
    digest,
    status,
    uploader: { kind: row.uploader_kind, id: row.uploader_id },
    bytes: Number(row.bytes),
    width: Number(row.width),
    height: Number(row.height),
    uploadedAt: asDate(row.uploaded_at),
  });
}
