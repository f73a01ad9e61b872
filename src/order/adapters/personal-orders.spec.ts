import { ManualClock, newId } from '#kernel';
import { aCipher } from '#platform/crypto/testing';
import { Idempotency } from '#platform/idempotency';
import { ErasureMustWait } from '#platform/privacy';
import { onEachDatabase } from '../../../test/support/databases.js';
import { FrontDesk } from '../application/front-desk.js';
import { RevealAddresses } from '../application/reveal-addresses.js';
import { OrderNotFound } from '../domain/errors.js';
import { People, peopleSchemas, somewhere } from '../testing/people.js';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { OrderQueries } from './order.queries.js';
import { SealedAddresses } from './sealed-addresses.js';
import { StaffOrderQueries } from './staff-order.queries.js';

const page = { limit: 100, after: null, offset: null };

describe('a person who wants to be erased', () => {
  onEachDatabase(peopleSchemas, (database) => {
    let people: People;
    beforeAll(() => {
      people = new People(database());
    });
    const erasing = (personId: string) => people.erase(personId);

    it('waits while an order is paid or shipped, and no longer once it is completed', async () => {
      const { id, customerId } = await people.place();
      await people.pay(id);
      await expect(erasing(customerId)).rejects.toThrow(ErasureMustWait);
      await people.ship(id);
      await expect(erasing(customerId)).rejects.toMatchObject({ code: 1005 });
      await people.receive(id);
      await erasing(customerId);
      expect((await people.orders.get(id)).status).toBe('COMPLETED');
    });

    it('waits while a refund is asked for, approved or under way, and no longer once it is settled', async () => {
      const order = await people.place();
      await people.pay(order.id);
      await people.ship(order.id);
      await people.receive(order.id);
      const refundId = await people.askRefund(order);
      await expect(erasing(order.customerId)).rejects.toThrow(ErasureMustWait);
      const now = people.clock.now();
      await people.orders.change(order.id, (one) => one.approveRefund(refundId, now));
      await expect(erasing(order.customerId)).rejects.toThrow(ErasureMustWait);
      await people.orders.change(order.id, (one) => one.followRefund(refundId, 'PROCESSING', now));
      await expect(erasing(order.customerId)).rejects.toThrow(ErasureMustWait);
      await people.orders.change(order.id, (one) => one.followRefund(refundId, 'SUCCEEDED', now));
      await erasing(order.customerId);
      expect((await people.orders.get(order.id)).status).toBe('REFUNDED');
    });

    it('waits for money that came too late to go back, though the order is cancelled', async () => {
      const { id, customerId } = await people.place();
      await people.cancel(id);
      await people.pay(id);
      await expect(erasing(customerId)).rejects.toThrow(ErasureMustWait);
    });

    it('who has to wait loses nothing', async () => {
      const unpaid = await people.place();
      const paid = await people.place({ customerId: unpaid.customerId });
      await people.pay(paid.id);
      await expect(erasing(unpaid.customerId)).rejects.toThrow(ErasureMustWait);
      expect((await people.orders.get(unpaid.id)).status).toBe('CREATED');
      expect(await people.details.open(unpaid.id, await sealed(unpaid.id))).toMatchObject({ address: somewhere });
    });

    it('does not wait for the orders of others', async () => {
      const [mine, yours] = [await people.place(), await people.place()];
      await people.pay(yours.id);
      await erasing(mine.customerId);
      expect((await people.orders.get(yours.id)).status).toBe('PAID');
    });

    it('has unpaid orders cancelled, and everybody hears of it; doing it again changes nothing', async () => {
      const { id, customerId } = await people.place();
      await erasing(customerId);
      await erasing(customerId);
      const { snapshot } = await people.orders.get(id);
      expect(snapshot).toMatchObject({ status: 'CANCELLED', cancelReason: 'erased', version: 2 });
      expect(await people.delivery.recorded(id)).toEqual(['1 order.placed delivered', '2 order.cancelled delivered']);
    });

    it('is erased again after a restore, whatever the orders of the back-up were about', async () => {
      const unpaid = await people.place();
      const paid = await people.place({ customerId: unpaid.customerId });
      await people.pay(paid.id);
      await database().transaction(() => people.holder.erase(unpaid.customerId));
      expect((await people.orders.get(unpaid.id)).status).toBe('CANCELLED');
      expect((await people.orders.get(paid.id)).status).toBe('PAID');
    });

    const sealed = async (orderId: string) => {
      const [row] = await database().query<{ address: string | null; remark: string | null }>(
        'SELECT address, remark FROM orders WHERE id = ?',
        [orderId],
      );
      return row ?? { address: null, remark: null };
    };

    describe('leaves orders behind', () => {
      let order: { id: string; customerId: string };
      let refundId: string;
      let other: { id: string; customerId: string };
      beforeAll(async () => {
        [order, other] = [await people.place(), await people.place()];
        await people.pay(order.id);
        await people.ship(order.id);
        refundId = await people.askRefund(order);
        const rejection = await people.orders.sealRefundText({ refundId, ...order }, 'rejection', '已发货');
        await people.orders.change(order.id, (one) => one.rejectRefund(refundId, rejection));
        await people.receive(order.id);
        await erasing(order.customerId);
      });
      const facts = { status: 'COMPLETED', totalFen: 3990, address: null, remark: null };
      const read = () => ({
        shopper: new OrderQueries(database(), people.details),
        staff: new StaffOrderQueries(database(), people.details),
        addresses: new SealedAddresses(database(), people.details),
      });

      it('that are shown without address, remark and reasons, to whoever asks', async () => {
        const { shopper, staff } = read();
        const expected = { ...facts, refunds: [{ id: refundId, status: 'REJECTED', amountFen: 3990, reason: '' }] };
        expect(await shopper.view(order.id, order.customerId)).toMatchObject(expected);
        const mine = await shopper.list(order.customerId, undefined, { limit: 10, after: null });
        expect(mine.items).toMatchObject([expected]);
        expect(await staff.order(order.id)).toMatchObject(expected);
        expect((await staff.list({ q: order.id }, page)).items).toMatchObject([expected]);
        expect(await staff.refund(refundId)).toMatchObject({ orderId: order.id, reason: '' });
        const { items } = await staff.refunds('REJECTED', page);
        expect(items.find(({ id }) => id === refundId)).toMatchObject({ reason: '' });
      });

      it('beside which the orders of others are shown whole', async () => {
        const { items } = await read().staff.list({}, page);
        expect(items.find(({ id }) => id === other.id)).toMatchObject({
          remark: '请放门口',
          address: { city: '杭州市' },
        });
      });

      it('whose address can be revealed or printed as little as one that never was, and nothing is on record', async () => {
        const audit = new InMemoryAuditLog();
        const reveal = new RevealAddresses(read().addresses, audit, new Idempotency(database(), new ManualClock()));
        const actor = { kind: 'staff', id: 'bo', ip: null, requestId: null } as const;
        for (const orderIds of [[order.id], [other.id, order.id]]) {
          const command = { orderIds, reason: '核对', purpose: 'data.labels-printed', actor, key: null } as const;
          await expect(reveal.execute(command)).rejects.toThrow(OrderNotFound);
        }
        expect(audit.entries).toEqual([]);
      });

      it('that tell the payment provider no contact', async () => {
        const { shopper, addresses } = read();
        const desk = new FrontDesk(people.orders, shopper, addresses, people.clock);
        expect(await desk.maskedContact(order.id)).toBeNull();
        expect(await desk.maskedContact(other.id)).toBe('138****8000');
      });

      it('that no process can read, whatever it knew before', async () => {
        const details = new People(database(), aCipher(database())).details;
        expect(await details.open(order.id, await sealed(order.id))).toEqual({ address: null, remark: null });
      });
    });
  });
});

describe("a person's copy of their orders", () => {
  onEachDatabase(peopleSchemas, (database) => {
    let people: People;
    beforeAll(() => {
      people = new People(database());
    });
    const records = (personId: string) => {
      const [section, ...others] = people.holder.sections(personId);
      expect([section?.name, others]).toEqual(['orders', []]);
      return section?.records() as AsyncGenerator<{ id: string }>;
    };
    const all = async (personId: string) => {
      const found: { id: string }[] = [];
      for await (const record of records(personId)) found.push(record);
      return found;
    };

    it('has all that is held, readable: goods, amounts, times, address, remark, shipment, refunds and why', async () => {
      const order = await people.place();
      await people.pay(order.id);
      const refundId = await people.askRefund(order);
      const sealed = await people.orders.sealRefundText({ refundId, ...order }, 'rejection', '马上发货');
      await people.orders.change(order.id, (one) => one.rejectRefund(refundId, sealed));
      await people.ship(order.id);
      expect(await all(order.customerId)).toMatchObject([
        {
          id: order.id,
          status: 'SHIPPED',
          items: [{ productName: '龙井茶', quantity: 1, unitPriceFen: 2990 }],
          totalFen: 3990,
          address: somewhere,
          remark: '请放门口',
          createdAt: '2026-01-31T23:59:59.999Z',
          paidAt: '2026-01-31T23:59:59.999Z',
          shipment: { carrier: '顺丰', trackingNo: 'SF1' },
          refunds: [{ id: refundId, status: 'REJECTED', reason: '不想要了', rejection: '马上发货' }],
        },
      ]);
    });

    it('has every order once, and nobody else’s, a hundred read at a time and none before it is asked for', async () => {
      const customerId = newId();
      const ids: string[] = [];
      for (let n = 0; n < 205; n++) ids.push((await people.place({ customerId, remark: null })).id);
      await people.place();
      const find = jest.spyOn(database().dataSource.manager, 'find');
      const reading = records(customerId);
      expect(find).not.toHaveBeenCalled();
      await reading.next();
      expect(find).toHaveBeenCalledTimes(1);
      find.mockRestore();
      expect((await all(customerId)).map(({ id }) => id)).toEqual(ids);
    });

    it('is empty for a stranger', async () => {
      expect(await all(newId())).toEqual([]);
    });
  });
});
