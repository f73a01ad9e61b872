import { newId } from '#kernel';
import { idempotencySchema, Idempotency } from '#platform/idempotency';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { onEachDatabase } from '../../../test/support/databases.js';
import { People, peopleSchemas } from '../testing/people.js';
import { DecideRefund } from './decide-refund.js';

const actor = { kind: 'staff', id: 'bo', ip: null, requestId: null } as const;

describe('a refund that staff decide', () => {
  onEachDatabase([...peopleSchemas, idempotencySchema], (database) => {
    const asked = async () => {
      const people = new People(database());
      const order = await people.place({ customerId: newId() });
      await people.pay(order.id);
      const audit = new InMemoryAuditLog();
      const idempotency = new Idempotency(database(), people.clock);
      const decide = new DecideRefund(people.orders, audit, idempotency, people.clock);
      return { people, order, audit, decide, refundId: await people.askRefund(order) };
    };
    const outcome = async (people: People, orderId: string) => (await people.orders.get(orderId)).snapshot.refunds[0];

    it('may be rejected, with a reason only the customer and staff can read', async () => {
      const { people, order, decide, refundId } = await asked();
      await decide.execute({ refundId, rejection: '已发货', actor, key: null });
      const refund = await outcome(people, order.id);
      expect(refund?.status).toBe('REJECTED');
      expect(refund?.rejection).not.toContain('已发货');
      expect(await people.details.openRejection(refundId, refund?.rejection ?? null)).toBe('已发货');
    });

    it('may still be rejected, without a reason, and approved, when its customer was erased meanwhile', async () => {
      for (const rejection of ['已发货', null]) {
        const { people, order, audit, decide, refundId } = await asked();
        await database().transaction(() => people.cipher.erase(order.customerId));
        await decide.execute({ refundId, rejection, actor, key: null });
        const status = rejection === null ? 'APPROVED' : 'REJECTED';
        expect(await outcome(people, order.id)).toMatchObject({ status, rejection: null });
        expect(audit.entries).toMatchObject([{ type: `refund.${status.toLowerCase()}`, subject: refundId }]);
      }
    });
  });
});
