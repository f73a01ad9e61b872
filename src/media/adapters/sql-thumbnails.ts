import { Injectable } from '@nestjs/common';
import { Database, placeholders } from '#platform/database';
import type { Thumbnail, ThumbnailSide } from '../domain/thumbnail.js';
import { Thumbnails } from '../domain/thumbnails.js';
import type { PictureType } from '../domain/picture.js';

interface ThumbnailRow {
  readonly name: string;
  readonly type: PictureType;
  readonly bytes: unknown;
  readonly width: unknown;
  readonly height: unknown;
  readonly digest: string;
}

@Injectable()
export class SqlThumbnails extends Thumbnails {
  constructor(private readonly database: Database) {
    super();
  }

  async of(uploadId: string, side: ThumbnailSide): Promise<Thumbnail | null> {
    const [row] = await this.database.query<ThumbnailRow>(
      'SELECT name, type, bytes, width, height, digest FROM thumbnails WHERE upload_id = ? AND side = ?',
      [uploadId, side],
    );
    if (!row) return null;
    const { name, type, digest, bytes, width, height } = row;
    return { side, name, type, digest, bytes: Number(bytes), width: Number(width), height: Number(height) };
  }

  async add(uploadId: string, thumbnail: Thumbnail): Promise<boolean> {
    const { name, side, type, bytes, width, height, digest } = thumbnail;
    const [upload] = await this.database.query<{ status: string }>(
      `SELECT status FROM uploads WHERE id = ?${this.database.forUpdate}`,
      [uploadId],
    );
    if (!upload || upload.status === 'refused' || (await this.of(uploadId, side))) return false;
    await this.database.execute(
      `INSERT INTO thumbnails (upload_id, side, name, type, bytes, width, height, digest)
       VALUES ${placeholders(1, 8)}`,
      [uploadId, side, name, type, bytes, width, height, digest],
    );
    return true;
  }

  async forget(uploadIds: readonly string[]): Promise<readonly string[]> {
    if (uploadIds.length === 0) return [];
    const those = `upload_id IN ${placeholders(1, uploadIds.length)}`;
    // What another one added meanwhile is seen, whenever this transaction began to read.
    const rows = await this.database.query<{ name: string }>(
      `SELECT name FROM thumbnails WHERE ${those}${this.database.forUpdate}`,
      [...uploadIds],
    );
    await this.database.execute(`DELETE FROM thumbnails WHERE ${those}`, [...uploadIds]);
    return rows.map(({ name }) => name);
  }
}
