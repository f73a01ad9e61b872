import { Injectable } from '@nestjs/common';
import { asDate, Database } from '#platform/database';
import { pageOf, type StaffPage, type StaffPageRequest } from '#platform/http';
import { SampleThingNotFound } from '../domain/errors.js';

export interface SampleThingView {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

interface SampleThingRow {
  readonly id: string;
  readonly name: string;
  readonly created_at: unknown;
}

@Injectable()
export class SampleThingQueries {
  constructor(private readonly database: Database) {}

  /** @throws SampleThingNotFound */
  async one(id: string): Promise<SampleThingView> {
    const [row] = await this.database.query<SampleThingRow>(
      'SELECT id, name, created_at FROM sample_things WHERE id = ?',
      [id],
    );
    if (!row) throw new SampleThingNotFound();
    return viewOf(row);
  }

  async list({ limit, after, offset }: StaffPageRequest): Promise<StaffPage<SampleThingView>> {
    const rows = await this.database.query<SampleThingRow>(
      `SELECT id, name, created_at FROM sample_things
       WHERE id < ? ORDER BY id DESC LIMIT ${limit + 1} OFFSET ${offset ?? 0}`,
      [after ?? '~'],
    );
    return { ...pageOf(rows.map(viewOf), limit), ...(offset !== null && { total: await this.count() }) };
  }

  private async count(): Promise<number> {
    const [row] = await this.database.query('SELECT COUNT(*) AS n FROM sample_things');
    return Number(row?.['n']);
  }
}

function viewOf({ id, name, created_at }: SampleThingRow): SampleThingView {
  return { id, name, createdAt: asDate(created_at) };
}
