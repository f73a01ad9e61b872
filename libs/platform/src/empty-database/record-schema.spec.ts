import type { QueryRunner } from 'typeorm';
import { addColumn, createIndex, createTable, dropColumn, dropIndex } from '#platform/database';
import { recordSchema } from './record-schema.js';

const CONTRACT = { since: '0.0.0', because: 'nobody ever read it' };

/** A migration as others are written; TypeORM goes by the digits of its name. */
function migration(name: string, up: (runner: QueryRunner) => Promise<unknown>) {
  const Migration = class {
    async up(runner: QueryRunner): Promise<void> {
      await up(runner);
    }
    down = () => Promise.resolve();
  };
  Object.defineProperty(Migration, 'name', { value: name });
  return Migration;
}

const lamps = migration('CreateLamps1700000000001', (runner) =>
  createTable(runner, 'lamps', (t) => `id ${t.id} NOT NULL PRIMARY KEY, lit ${t.flag} NOT NULL`, {
    indexes: { ix_lamps_lit: 'lit' },
  }),
);

/** The statements between the table of lamps and that of the migrations. */
async function recorded(...later: readonly (readonly [string, (runner: QueryRunner) => Promise<unknown>])[]) {
  const statements = await recordSchema([...later.map((one) => migration(...one)), lamps]);
  expect(statements[0]).toMatch(/^CREATE TABLE IF NOT EXISTS lamps/);
  return statements.slice(1, -2);
}

describe('a recorded schema', () => {
  it('has the statements of all migrations in their sequence, and then says which ran', async () => {
    const statements = await recordSchema([
      migration('AddColour1700000000002', (runner) => addColumn(runner, 'lamps', 'colour', 'word')),
      lamps,
    ]);
    expect(statements).toEqual([
      expect.stringContaining('CREATE TABLE IF NOT EXISTS lamps'),
      expect.stringContaining('ALTER TABLE lamps ADD COLUMN colour'),
      expect.stringContaining('CREATE TABLE `schema_migrations`'),
      `INSERT INTO schema_migrations (timestamp, name) VALUES (1700000000001, 'CreateLamps1700000000001'), (1700000000002, 'AddColour1700000000002')`,
    ]);
  });

  it('takes away only what is there, and makes again only what is gone', async () => {
    expect(
      await recorded(
        ['One1700000000002', (runner) => createIndex(runner, 'lamps', 'ix_lamps_lit', 'lit')],
        ['Two1700000000003', (runner) => dropIndex(runner, 'lamps', 'ix_lamps_lit', CONTRACT)],
        ['Three1700000000004', (runner) => dropIndex(runner, 'lamps', 'ix_lamps_lit', CONTRACT)],
        ['Four1700000000005', (runner) => createIndex(runner, 'lamps', 'ix_lamps_lit', 'lit, id')],
        ['Five1700000000006', (runner) => dropColumn(runner, 'lamps', 'colour', CONTRACT)],
        ['Six1700000000007', (runner) => dropColumn(runner, 'lamps', 'lit', CONTRACT)],
        ['Seven1700000000008', (runner) => addColumn(runner, 'lamps', 'lit', 'flag', 0)],
      ),
    ).toEqual([
      expect.stringContaining('DROP INDEX ix_lamps_lit ON lamps'),
      'CREATE INDEX ix_lamps_lit ON lamps (lit, id)',
      expect.stringContaining('ALTER TABLE lamps DROP COLUMN lit'),
      expect.stringContaining('ALTER TABLE lamps ADD COLUMN lit'),
    ]);
  });

  it('reads rows from nowhere: there are none yet', async () => {
    const rows: unknown[] = [];
    await recorded(['Read1700000000002', async (runner) => rows.push(await runner.query('SELECT id FROM lamps'))]);
    expect(rows).toEqual([[]]);
  });
});
