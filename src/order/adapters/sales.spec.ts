import { BeijingDay, newId } from '#kernel';
import { namedKeysOn } from '#platform/crypto/testing';
import { onEachDatabase } from '../../../test/support/databases.js';
import type { PaidFor } from '../application/sales.js';
import { Pseudonyms } from '../application/pseudonyms.js';
import { aLine } from '../testing/an-order.js';
import { People, peopleSchemas, somewhere } from '../testing/people.js';
import { SqlSales } from './sql-sales.js';

const day = BeijingDay.of(new Date('2026-11-25T04:00:00.000Z'));

describe('the sales of a day', () => {
  onEachDatabase(peopleSchemas, (database) => {
    let people: People;
    beforeEach(async () => {
      for (const table of ['order_refunds', 'order_lines', 'orders']) await database().execute(`DELETE FROM ${table}`);
      people = new People(database());
    });
    const sales = () => new SqlSales(database(), new Pseudonyms(namedKeysOn(database())));
    const buy = async (
      paidAt: Date,
      customerId = newId(),
      lines = [aLine()],
    ): Promise<PaidFor & { customerId: string }> => {
      const { id: orderId } = await people.place({ customerId, lines });
      const paymentId = newId();
      await people.pay(orderId, paymentId, paidAt);
      return { paymentId, orderId, paidAt, customerId };
    };
    const paidBy = (payments: readonly PaidFor[], before: PaidFor | null = null) =>
      sales().paidBy(payments, day, before);

    it('tell what was sold for how much, in the sequence of the payments', async () => {
      const lines = [aLine({ quantity: 2 }), aLine({ priceFen: 500, productName: '茶杯' })];
      const [one, other] = [await buy(day.at(9, 0), newId(), lines), await buy(day.at(10, 0))];
      const found = await paidBy([other, one]);
      expect(found.map(({ paidAt }) => paidAt)).toEqual([other.paidAt, one.paidAt]);
      expect(found[1]).toEqual({
        paidAt: one.paidAt,
        customer: expect.stringMatching(/^[\w-]{43}$/),
        isNewCustomer: true,
        isFirstOfDay: true,
        goodsFen: 6_480,
        freightFen: 1_000,
        discountFen: 0,
        totalFen: 7_480,
        items: [
          {
            skuId: lines[0]?.skuId,
            productName: '龙井茶',
            skuName: '250 克',
            quantity: 2,
            unitPriceFen: 2_990,
            discountFen: 0,
          },
          {
            skuId: lines[1]?.skuId,
            productName: '茶杯',
            skuName: '250 克',
            quantity: 1,
            unitPriceFen: 500,
            discountFen: 0,
          },
        ],
      });
      expect(await paidBy([])).toEqual([]);
    });

    it('[P91] tell of nobody: no name, number, address, remark, nor an id an order or a person is found by', async () => {
      const bought = await buy(day.at(9, 0));
      const text = JSON.stringify(await paidBy([bought]));
      const { recipient, phone, province, city, district, detail } = somewhere;
      const planted = [
        recipient,
        phone,
        province,
        city,
        district,
        detail,
        '请放门口',
        bought.customerId,
        bought.orderId,
      ];
      expect([...planted, bought.paymentId].filter((value) => text.includes(value))).toEqual([]);
    });

    it('know who is new, and who has bought before that day', async () => {
      const loyal = newId();
      await buy(day.plus(-1).at(23, 59), loyal);
      const later = newId();
      const [one, two] = [await buy(day.at(1, 0), loyal), await buy(day.at(2, 0), later)];
      await buy(day.plus(1).at(0, 0), later);
      await people.place({ customerId: later });
      expect((await paidBy([one, two])).map(({ isNewCustomer }) => isNewCustomer)).toEqual([false, true]);
    });

    it('know the first order of a customer on that day, over pages, and within a millisecond', async () => {
      const customerId = newId();
      const bought = [];
      for (const at of [day.at(1, 0), day.at(2, 0), day.at(2, 0), day.at(3, 0)]) bought.push(await buy(at, customerId));
      const sorted = bought.toSorted(
        (a, b) => a.paidAt.getTime() - b.paidAt.getTime() || (a.paymentId < b.paymentId ? -1 : 1),
      );
      const firsts = async (size: number) => {
        const found: boolean[] = [];
        for (let from = 0; from < sorted.length; from += size) {
          const page = await paidBy(sorted.slice(from, from + size), sorted[from - 1] ?? null);
          found.push(...page.map(({ isFirstOfDay }) => isFirstOfDay));
        }
        return found;
      };
      for (const size of [1, 2, 3, 4]) expect(await firsts(size)).toEqual([true, false, false, false]);
    });

    it('are none for money that came too late for its order, nor for an order that is deleted', async () => {
      const { id: orderId } = await people.place();
      await people.cancel(orderId);
      const paymentId = newId();
      await people.pay(orderId, paymentId, day.start);
      const payments = [
        { paymentId, orderId, paidAt: day.start },
        { paymentId: newId(), orderId: newId(), paidAt: day.start },
      ];
      expect(await paidBy(payments)).toEqual([]);
    });
  });
});
