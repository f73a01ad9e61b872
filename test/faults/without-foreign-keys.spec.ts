import { assertInvariants } from '../support/invariants.js';
import { changeDatabase, databaseRows } from '../support/database-rows.js';
import { operatorCommand } from '../support/operator-command.js';
import { scaled } from '../support/scale.js';
import { MYSQL, Shop } from '../support/shop.js';
import { until } from '../support/until.js';
import { Journeys } from './support/journeys.js';
import { mariadbIsInstalled, PrivateMariadb } from './support/private-mariadb.js';
import { settled } from './support/settled.js';

const JOURNEYS = scaled({ short: 40, long: 1_000 });

interface Reference {
  readonly child: string;
  readonly name: string;
  readonly column: string;
  readonly parent: string;
  readonly parentColumn: string;
}

jest.setTimeout(scaled({ short: 240_000, long: 900_000 }));

(mariadbIsInstalled && MYSQL.isThere ? describe : describe.skip)(
  '[P53] a shop on a database without foreign keys, whose generated numbers are of no sequence',
  () => {
    let mariadb: PrivateMariadb;
    let shop: Shop;
    let references: Reference[] = [];
    beforeAll(async () => {
      mariadb = await PrivateMariadb.start('--auto-increment-increment=10', '--auto-increment-offset=7');
      await operatorCommand('migrate', mariadb.url);
      references = await databaseRows<Reference>(
        mariadb.url,
        `SELECT TABLE_NAME AS child, CONSTRAINT_NAME AS name, COLUMN_NAME AS \`column\`,
           REFERENCED_TABLE_NAME AS parent, REFERENCED_COLUMN_NAME AS parentColumn
         FROM information_schema.KEY_COLUMN_USAGE
         WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IS NOT NULL`,
      );
      for (const { child, name } of references)
        await changeDatabase(mariadb.url, `ALTER TABLE ${child} DROP FOREIGN KEY ${name}`);
      const environment = { DATABASE_URL: mariadb.url, ORDER_UNPAID_MAX_PER_SHOPPER: '0', ORDER_PAYMENT_TTL: '6s' };
      shop = await Shop.open({ stack: MYSQL, environment });
    });
    afterAll(async () => {
      await shop?.close();
      await mariadb?.remove();
    });

    it('sells, pays back, ships and erases as ever, and orphans nothing', async () => {
      expect(references.length).toBeGreaterThan(5);
      const journeys = await Journeys.begin(shop);
      await until(() => journeys.ended > 5);
      const owner = await shop.owner();
      const goes = await shop.product(5);
      expect((await owner.delete(`/admin/products/${goes.id}`)).status).toBe(200);
      const leaves = await shop.shopper('oLeaves');
      const address = {
        recipient: '张三',
        phone: '13800138000',
        province: '浙江省',
        city: '杭州市',
        district: '西湖区',
      };
      expect((await leaves.post('/users/me/addresses', { ...address, detail: '文三路 1 号' })).status).toBe(201);
      expect((await leaves.delete('/users/me')).status).toBe(200);
      while (journeys.ended < JOURNEYS) {
        const { ended } = journeys;
        await until(() => journeys.ended > ended);
      }
      await journeys.stop();
      await settled(shop, { expiring: true });
      await assertInvariants(shop.databaseUrl, { wechat: shop.wechat.state(), answered: journeys.answered });
      for (const { child, column, parent, parentColumn } of references) {
        const orphans = await databaseRows(
          shop.databaseUrl,
          `SELECT c.${column} FROM ${child} c LEFT JOIN ${parent} p ON p.${parentColumn} = c.${column}
           WHERE c.${column} IS NOT NULL AND p.${parentColumn} IS NULL LIMIT 5`,
        );
        expect({ child, column, orphans }).toEqual({ child, column, orphans: [] });
      }
    });

    it('has no number the database generates, but that of its migrations', async () => {
      const generated = await databaseRows<{ name: string }>(
        mariadb.url,
        `SELECT TABLE_NAME AS name FROM information_schema.COLUMNS
         WHERE TABLE_SCHEMA = DATABASE() AND EXTRA LIKE '%auto_increment%'`,
      );
      expect(generated.map(({ name }) => name)).toEqual(['schema_migrations']);
    });
  },
);
