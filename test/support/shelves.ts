import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createTable, type Database } from '#platform/database';

class CreateShelves1764000099900 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'shelves',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      stock ${t.bigint} NOT NULL,
      stocked_at ${t.time} NULL,
      is_open ${t.flag} NULL`,
      { indexes: { ix_shelves_stocked: 'stocked_at' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE shelves');
  }
}

/** One small table for tests of the database itself. */
export const shelvesSchema: ContextSchema = { entities: [], migrations: [CreateShelves1764000099900] };

export async function putOnShelf(database: Database, id: string, stock = 0): Promise<void> {
  await database.execute('INSERT INTO shelves (id, stock) VALUES (?, ?)', [id, stock]);
}

/** What is on the shelf; null without that shelf. */
export async function stockOf(database: Database, id: string): Promise<number | null> {
  const [row] = await database.query<{ stock: unknown }>('SELECT stock FROM shelves WHERE id = ?', [id]);
  return row ? Number(row.stock) : null;
}
