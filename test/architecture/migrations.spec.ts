import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { risksOf } from '../../scripts/lib/migrations/two-versions.mjs';

const root = join(__dirname, '../..');
const RELEASED = new Set(['orders', 'skus']);

const SURVIVED = [
  'CREATE TABLE IF NOT EXISTS notes (id int NOT NULL PRIMARY KEY, UNIQUE KEY ux (id), CHECK (id > 0)) ENGINE=InnoDB',
  'CREATE TABLE notes (order_id int, FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE)',
  'CREATE TABLE notes (pen_id int, FOREIGN KEY (pen_id) REFERENCES pens (id))',
  'CREATE INDEX ix ON orders (status, id)',
  'CREATE UNIQUE INDEX ux ON notes (word)',
  'ALTER TABLE orders ADD COLUMN gift varchar(64) CHARACTER SET ascii COLLATE ascii_bin NULL',
  'ALTER TABLE `orders` ADD `gift` decimal(10,2) NOT NULL DEFAULT 0, ADD COLUMN knot int, ALGORITHM=INSTANT',
  "ALTER TABLE orders ADD COLUMN gift varchar(9) NULL COMMENT 'unique, check (this)' /* RENAME TO elsewhere */",
  'ALTER TABLE orders ADD INDEX ix (status), LOCK=NONE',
  'ALTER TABLE notes MODIFY word varchar(3) NOT NULL, DROP COLUMN pen',
  'DROP TABLE notes',
  'UPDATE orders SET gift = 1 WHERE gift IS NULL',
  "INSERT INTO orders (id) VALUES ('; DROP TABLE orders')",
];

const NOT_SURVIVED: readonly [sql: string, why: RegExp][] = [
  ['RENAME TABLE orders TO purchases', /old name/],
  ['ALTER TABLE orders RENAME TO purchases', /old name/],
  ['ALTER TABLE orders RENAME COLUMN remark TO note', /old name/],
  ['ALTER TABLE orders CHANGE remark note text', /another type/],
  ['ALTER TABLE orders MODIFY COLUMN remark varchar(10)', /another type/],
  ['alter table orders modify remark text not null', /another type/],
  ['DROP TABLE IF EXISTS orders', /still reads and writes this table/],
  ['DROP TABLE notes, orders', /still reads and writes this table/],
  ['TRUNCATE TABLE orders', /rows/],
  ["DELETE FROM orders WHERE status = 'x'", /rows/],
  ['ALTER TABLE orders DROP COLUMN remark', /this column/],
  ['ALTER TABLE orders DROP remark', /this column/],
  ['ALTER TABLE orders ADD COLUMN a int NULL, DROP COLUMN remark', /this column/],
  ['ALTER TABLE /* contract: */ orders DROP COLUMN remark', /this column/],
  ['ALTER TABLE orders ADD COLUMN gift int NOT NULL', /inserts rows without gift/],
  ["ALTER TABLE orders ADD COLUMN gift int NOT NULL COMMENT 'DEFAULT 1'", /inserts rows without gift/],
  ['ALTER TABLE orders ADD COLUMN gift int UNIQUE', /constraint on gift/],
  ['ALTER TABLE orders ADD COLUMN sku_id int REFERENCES skus (id)', /constraint on sku_id/],
  ['CREATE UNIQUE INDEX ux ON orders (remark)', /refuse what the older version writes/],
  ['ALTER TABLE orders ADD UNIQUE KEY ux (remark)', /refuse what the older version writes/],
  ['ALTER TABLE orders ADD CONSTRAINT c CHECK (total_fen > 0)', /refuse what the older version writes/],
  ['ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (sku_id) REFERENCES skus (id)', /refuse what the older version/],
  [
    'CREATE TABLE notes (order_id int, CONSTRAINT f FOREIGN KEY (order_id) REFERENCES orders (id))',
    /delete rows of orders/,
  ],
  ['CREATE TABLE orders (id int)', /there already/],
  ['DROP INDEX ix_orders_status ON orders', /index/],
  ['ALTER TABLE orders DROP INDEX ix_orders_status', /index/],
  ['ALTER TABLE orders RENAME INDEX a TO b', /index/],
  ['ALTER TABLE orders DROP FOREIGN KEY f', /constraint/],
  ['ALTER TABLE orders ALTER COLUMN remark DROP DEFAULT', /default/],
  ['ALTER TABLE orders ALTER remark SET DEFAULT 1', /default/],
  ['ALTER TABLE orders CONVERT TO CHARACTER SET latin1', /nobody has said/],
  ['CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW SET NEW.remark = 1', /nobody has said/],
  ['/*!50000 DROP TABLE orders */', /comment/],
];

describe('a schema during a release, when two versions run on it', () => {
  it.each(SURVIVED)('the older version survives: %s', (sql) => {
    expect(risksOf(sql, RELEASED)).toEqual([]);
  });

  it.each(NOT_SURVIVED)('the older version may not survive: %s', (sql, why) => {
    expect(risksOf(sql, RELEASED)).toEqual([expect.stringMatching(why)]);
  });
});

describe('the check of migrations', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jishi-migrations-'));
    for (const path of ['libs', 'src/notes', 'deploy']) mkdirSync(join(folder, path), { recursive: true });
    plant(CREATED);
    git('init', '--quiet');
    const person = ['-c', 'user.name=nobody', '-c', 'user.email=nobody@example.com'];
    git(...person, 'commit', '--quiet', '--allow-empty', '--no-gpg-sign', '-m', 'release');
    git('tag', '--no-sign', 'v0.2.0');
    released('0.2.0', 'v0.2.0');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const CREATED = migration('CreateNotes1764000000001', 'CREATE TABLE notes (id int, word text)');

  function migration(name: string, ...statements: string[]): { name: string; source: string } {
    const up = statements.map((sql) => `    await runner.query(${JSON.stringify(sql)});`).join('\n');
    return { name, source: `class ${name} {\n  async up(runner) {\n${up}\n  }\n}` };
  }

  function plant(...migrations: readonly { name: string; source: string }[]): void {
    const names = migrations.map(({ name }) => name).filter((name) => !name.startsWith('Unlisted'));
    const schema = `export const schema = { entities: [], migrations: [${names.join(', ')}] };`;
    const source = [...migrations.map((one) => one.source), schema].join('\n\n');
    writeFileSync(join(folder, 'src/notes/schema.ts'), source);
  }

  function check(...args: readonly string[]): { code: number | null; problems: string[] } {
    const script = join(root, 'scripts/check-migrations.mjs');
    const { status, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8' });
    return { code: status, problems: stderr.split('\n').filter((line) => line !== '' && !line.startsWith('Why,')) };
  }

  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder });
  const released = (...args: readonly string[]) => check('--released', ...args);

  const dropping = (comment: string) =>
    migration('DropWord1764000000002', `${comment} ALTER TABLE notes DROP COLUMN word`);

  it.each([
    ['0.3.0', 'v0.3.0', /^there is no commit v0\.3\.0 here/],
    ['0.2.0', 'v0.2.0', /^0\.2\.0 is not greater than 0\.2\.0/],
    ['0.1.9', 'v0.2.0', /^0\.1\.9 is not greater/],
    ['0.3', 'v0.2.0', /^say which release/],
    ['0.3.0', 'main', /^say which release/],
  ])('records no release that is none: %s %s', (version, commit, why) => {
    const before = readFileSync(join(folder, 'deploy/released.json'), 'utf8');
    expect(released(version, commit)).toEqual({ code: 1, problems: [expect.stringMatching(why)] });
    expect(readFileSync(join(folder, 'deploy/released.json'), 'utf8')).toBe(before);
    git('tag', '--no-sign', 'v0.10.0');
    expect(released('0.10.0', 'v0.10.0')).toEqual({ code: 0, problems: [] });
  });

  it('passes what two versions survive', () => {
    plant(CREATED, migration('AddPen1764000000002', 'ALTER TABLE notes ADD COLUMN pen text NULL'));
    expect(check()).toEqual({ code: 0, problems: [] });
  });

  it('refuses what they do not, unless somebody says since which release nothing needs it', () => {
    plant(CREATED, dropping(''));
    const refused = [
      expect.stringMatching(/^DropWord1764000000002: ALTER TABLE notes DROP COLUMN word: .*this column$/),
    ];
    expect(check()).toEqual({ code: 1, problems: refused });
    plant(CREATED, dropping('/* contract 0.2.0: 0.1.0 was the last to read it */'));
    expect(check()).toEqual({ code: 0, problems: [] });
  });

  it.each(['/* contract 0.2.0 */', '/* contract 0.2.0: */', '/* contract: nobody reads it */', '-- nobody reads it\n'])(
    'takes no approval without a release and a reason: %s',
    (comment) => {
      plant(CREATED, dropping(comment));
      expect(check().code).toBe(1);
    },
  );

  it('takes no approval that names a release which is not out: what runs beside this one may need it', () => {
    plant(CREATED, dropping('/* contract 0.3.0: this one no longer reads it */'));
    expect(check()).toEqual({ code: 1, problems: [expect.stringMatching(/0\.3\.0 is not out yet/)] });
  });

  it('refuses a released migration that was changed, or is gone', () => {
    plant(migration(CREATED.name, 'CREATE TABLE notes (id bigint, word text)'));
    expect(check()).toEqual({ code: 1, problems: [expect.stringMatching(/^CreateNotes\d+: .* changed since/)] });
    plant(migration('CreateOthers1764000000003', 'CREATE TABLE others (id int)'));
    expect(check()).toEqual({ code: 1, problems: [expect.stringMatching(/^CreateNotes\d+: .*gone/)] });
  });

  it('refuses one that a new database would run before what others have run already', () => {
    plant(CREATED, migration('AddPen1763000000000', 'ALTER TABLE notes ADD COLUMN pen text NULL'));
    expect(check()).toEqual({ code: 1, problems: [expect.stringMatching(/older than what was released/)] });
  });

  it('sees every class that looks like a migration, also behind a question to the database', () => {
    plant(CREATED, migration('Unlisted1764000000002', 'DROP TABLE notes'));
    expect(check()).toEqual({
      code: 1,
      problems: [expect.stringMatching(/^Unlisted1764000000002: in no exported schema/)],
    });
    const guarded = `class Guarded1764000000002 {
  async up(runner) {
    const rows = await runner.query('SELECT 1 FROM notes');
    if (rows.length > 0) await runner.query('DROP TABLE notes');
  }
}`;
    plant(CREATED, { name: 'Guarded1764000000002', source: guarded });
    expect(check()).toEqual({ code: 1, problems: [expect.stringMatching(/^Guarded1764000000002: DROP TABLE/)] });
  });

  it('refuses one that does what cannot be looked at', () => {
    const source = `class Hidden1764000000002 {\n  async up(runner) {\n    await runner.dropTable('notes');\n  }\n}`;
    plant(CREATED, { name: 'Hidden1764000000002', source });
    expect(check()).toEqual({
      code: 1,
      problems: [expect.stringMatching(/runner\.dropTable/)],
    });
    plant(CREATED, migration('Idle1764000000002'));
    expect(check()).toEqual({ code: 1, problems: [expect.stringMatching(/runs nothing/)] });
  });

  it('reads contracts that the helpers of migrations write', () => {
    const source = `import { dropColumn, dropIndex } from '#platform/database';
class DropThem1764000000002 {
  async up(runner) {
    await dropColumn(runner, 'notes', 'word', { since: '0.2.0', because: 'nobody reads it' });
    await dropIndex(runner, 'notes', 'ix_notes_word', { since: '0.2.0', because: 'nobody looks for it' });
    await dropIndex(runner, 'notes', 'ix_notes_pen');
  }
}`;
    plant(CREATED, { name: 'DropThem1764000000002', source });
    expect(check()).toEqual({ code: 1, problems: [expect.stringMatching(/: DROP INDEX ix_notes_pen/)] });
  });

  it('passes those of this shop', () => {
    rmSync(folder, { recursive: true });
    for (const path of ['libs', 'src', 'deploy/released.json'])
      cpSync(join(root, path), join(folder, path), { recursive: true });
    expect(check()).toEqual({ code: 0, problems: [] });
    const { migrations } = JSON.parse(readFileSync(join(root, 'deploy/released.json'), 'utf8')) as {
      migrations: object;
    };
    expect(Object.keys(migrations).length).toBeGreaterThanOrEqual(31);
  });
});
