import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { type Merge, Merges, type RefusedLine } from '../application/merges.js';

@Injectable()
export class SqlMerges extends Merges {
  constructor(private readonly database: Database) {
    super();
  }

  async add({ id, customerId, refused, at }: Merge): Promise<void> {
    await this.database.execute(
      'INSERT INTO cart_merges (id, customer_id, refused_lines, merged_at) VALUES (?, ?, ?, ?)',
      [id, customerId, JSON.stringify(refused), at],
    );
  }

  async refusedOf(mergeId: string): Promise<readonly RefusedLine[]> {
    const [row] = await this.database.query<{ refused_lines: string }>(
      'SELECT refused_lines FROM cart_merges WHERE id = ?',
      [mergeId],
    );
    return row ? (JSON.parse(row.refused_lines) as RefusedLine[]) : [];
  }
}
