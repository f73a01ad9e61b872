import { Injectable } from '@nestjs/common';
import { Database, placeholders } from '#platform/database';
import { DoomedFiles } from '../application/doomed-files.js';

const BATCH = 500;

@Injectable()
export class SqlDoomedFiles extends DoomedFiles {
  constructor(private readonly database: Database) {
    super();
  }

  async add(names: readonly string[], due: Date): Promise<void> {
    for (let at = 0; at < names.length; at += BATCH) {
      const batch = names.slice(at, at + BATCH);
      await this.database.execute(
        `INSERT INTO doomed_files (name, due_at) VALUES ${placeholders(batch.length, 2)}`,
        batch.flatMap((name) => [name, due]),
      );
    }
  }

  async spare(name: string): Promise<boolean> {
    return (await this.database.execute('DELETE FROM doomed_files WHERE name = ?', [name])) > 0;
  }

  async putOff(name: string, due: Date): Promise<void> {
    await this.database.execute('UPDATE doomed_files SET due_at = ? WHERE name = ?', [due, name]);
  }

  async due(now: Date, limit: number): Promise<readonly string[]> {
    const rows = await this.database.query<{ name: string }>(
      `SELECT name FROM doomed_files WHERE due_at <= ? ORDER BY due_at LIMIT ${limit}`,
      [now],
    );
    return rows.map(({ name }) => name);
  }
}
