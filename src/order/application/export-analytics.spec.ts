import { Logger } from '@nestjs/common';
import { newId } from '#kernel';
import { asActivity } from '#platform/activity';
import { namedKeysOn, aCipher } from '#platform/crypto/testing';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { onEachDatabase } from '../../../test/support/databases.js';
import { SqlAnalyticsOrders } from '../adapters/sql-analytics-orders.js';
import { aLine, placedAt } from '../testing/an-order.js';
import { People, peopleSchemas, somewhere } from '../testing/people.js';
import { ExportAnalytics, type AnalyticsRecord } from './export-analytics.js';
import { Pseudonyms } from './pseudonyms.js';

const always = { from: new Date(0), to: new Date('2099-01-01') };

describe('the export for analysts', () => {
  onEachDatabase(peopleSchemas, (database) => {
    let people: People;
    let audit: InMemoryAuditLog;
    beforeEach(async () => {
      for (const table of ['order_refunds', 'order_lines', 'orders']) await database().execute(`DELETE FROM ${table}`);
      audit = new InMemoryAuditLog();
      people = new People(database(), aCipher(database(), { audit }));
    });
    /** As one more process would. */
    const exporter = () => {
      const source = new SqlAnalyticsOrders(database(), people.details);
      return new ExportAnalytics(source, new Pseudonyms(namedKeysOn(database())), audit);
    };
    const exported = (command: Partial<Parameters<ExportAnalytics['execute']>[0]> = {}) =>
      asActivity('export:analytics', async () => {
        const records: AnalyticsRecord[] = [];
        for await (const record of exporter().execute({ minPeople: 2, ...always, ...command })) records.push(record);
        return records;
      });
    const placeIn = async (province: string, customerId = newId()) =>
      people.place({ customerId, address: { ...somewhere, province } });

    it('has one record an order: whose by pseudonym, when, what and for how much', async () => {
      const lines = [aLine({ quantity: 2 }), aLine({ priceFen: 500, productName: '茶杯' })];
      const { id } = await people.place({ lines });
      await people.cancel(id);
      expect(await exported()).toEqual([
        {
          customer: expect.stringMatching(/^[\w-]{43}$/),
          // Seven hours and 59 minutes past midnight in Beijing.
          day: '2026-02-01',
          status: 'CANCELLED',
          goodsFen: 6480,
          freightFen: 1000,
          discountFen: 0,
          totalFen: 7480,
          items: [
            { skuId: lines[0]?.skuId, productName: '龙井茶', quantity: 2, unitPriceFen: 2990 },
            { skuId: lines[1]?.skuId, productName: '茶杯', quantity: 1, unitPriceFen: 500 },
          ],
          region: null,
        },
      ]);
    });

    it('has nothing personal in it, nor any number an order could be found by', async () => {
      const orders = [await placeIn('浙江省'), await placeIn('浙江省')];
      for (const order of orders) {
        await people.pay(order.id);
        await people.askRefund(order, '质量不好');
      }
      await people.orders.change(orders[0]?.id ?? '', (order) => {
        order.rejectRefund(order.snapshot.refunds[0]?.id ?? '', null);
        order.ship({ carrier: '顺丰', trackingNo: 'SF77665544' }, people.clock.now());
      });
      const text = JSON.stringify(await exported());
      expect(text).toContain('浙江省');
      const { recipient, phone, city, district, detail, postalCode } = somewhere;
      const planted = [
        recipient,
        phone,
        city,
        district,
        detail,
        postalCode,
        '请放门口',
        '质量不好',
        'SF77665544',
        '顺丰',
      ];
      const ids = orders.flatMap(({ id, customerId }) => [id, customerId]);
      expect([...planted, ...ids].filter((value) => value !== null && text.includes(value))).toEqual([]);
    });

    it('[P34] names a region where enough different people ordered from, and nowhere else', async () => {
      for (let n = 0; n < 3; n++) await placeIn('浙江');
      const loyal = newId();
      for (let n = 0; n < 5; n++) await placeIn('广东省', loyal);
      await placeIn('广东省');
      for (let n = 0; n < 4; n++) await placeIn('王小明家');
      await people.place({ address: null });
      const counts = async (minPeople: number) => {
        const regions = (await exported({ minPeople })).map(({ region }) => region);
        return Object.fromEntries(
          ['浙江省', '广东省'].map((name) => [name, regions.filter((one) => one === name).length]),
        );
      };
      expect(await counts(2)).toEqual({ 浙江省: 3, 广东省: 6 });
      expect(await counts(3)).toEqual({ 浙江省: 3, 广东省: 0 });
      expect(await counts(4)).toEqual({ 浙江省: 0, 广东省: 0 });
    });

    it('counts the people of the period only', async () => {
      const { id } = await placeIn('浙江省');
      await placeIn('浙江省');
      await database().execute('UPDATE orders SET created_at = ? WHERE id = ?', [new Date('2025-06-01'), id]);
      expect((await exported()).map(({ region, day }) => [region, day])).toEqual([
        ['浙江省', '2025-06-01'],
        ['浙江省', '2026-02-01'],
      ]);
      expect((await exported({ from: placedAt })).map(({ region }) => region)).toEqual([null]);
      expect(await exported({ to: placedAt })).toHaveLength(1);
    });

    it('has the orders of people who were erased, without a region', async () => {
      const gone = await placeIn('浙江省');
      for (let n = 0; n < 2; n++) await placeIn('浙江省');
      await people.erase(gone.customerId);
      const records = await exported();
      expect(records.map(({ region }) => region)).toEqual([null, '浙江省', '浙江省']);
      expect((await exported({ minPeople: 3 })).map(({ region }) => region)).toEqual([null, null, null]);
    });

    it('calls the same person the same, in each export and process, and nobody else so', async () => {
      const [one, other] = [newId(), newId()];
      for (const customerId of [one, other, one]) await people.place({ customerId });
      const [first, second, third] = (await exported()).map(({ customer }) => customer);
      expect([first === third, first === second]).toEqual([true, false]);
      expect((await exported()).map(({ customer }) => customer)).toEqual([first, second, third]);
      await namedKeysOn(database()).remove('analytics-pseudonyms');
      const renamed = (await exported()).map(({ customer }) => customer);
      expect(renamed[0]).toBe(renamed[2]);
      expect(renamed).not.toContain(first);
    });

    it('is read as it is written: page after page, each order once', async () => {
      const source = new SqlAnalyticsOrders(database(), people.details);
      const at = people.clock.now();
      const customerId = newId();
      const COUNT = 1001;
      await database().transaction(async () => {
        for (let n = 0; n < COUNT; n++)
          await database().execute(
            `INSERT INTO orders (id, customer_id, status, goods_fen, freight_fen, discount_fen, total_fen, created_at, expires_at, version)
             VALUES (?, ?, 'CREATED', ?, 0, 0, 0, ?, ?, 1)`,
            [newId(), customerId, n, new Date(at.getTime() + Math.floor(n / 100)), at],
          );
      });
      const query = jest.spyOn(database(), 'query');
      const reading = source.orders(always)[Symbol.asyncIterator]();
      const seen = [(await reading.next()).value?.goodsFen];
      const pagesRead = query.mock.calls.filter(([sql]) => sql.includes('LIMIT')).length;
      query.mockRestore();
      expect(pagesRead).toBe(1);
      for (let next = await reading.next(); !next.done; next = await reading.next()) seen.push(next.value.goodsFen);
      expect(seen).toEqual(Array.from({ length: COUNT }, (_, n) => n));
    });

    it('is on record with the keys it used, and exports on when an address does not decrypt', async () => {
      const { id, customerId } = await placeIn('浙江省');
      const broken = await placeIn('浙江省');
      await database().execute('UPDATE orders SET address = remark WHERE id = ?', [broken.id]);
      audit.entries.length = 0;
      const error = jest.spyOn(Logger.prototype, 'error').mockImplementation();
      expect(await exported()).toHaveLength(2);
      expect(error).toHaveBeenCalledWith({ orderId: broken.id }, expect.any(String));
      error.mockRestore();
      expect(audit.entries).toMatchObject([
        { type: 'data.analytics-exported', subject: null, facts: { minPeople: 2, to: always.to.toISOString() } },
        { type: 'key.used', actor: { kind: 'system' }, facts: { purpose: 'export:analytics' } },
        { type: 'key.used', facts: { purpose: 'export:analytics', opened: 'orders.address' } },
      ]);
      expect(JSON.stringify(audit.entries)).toContain(customerId);
      expect(JSON.stringify(audit.entries)).not.toContain(id);
    });
  });
});
