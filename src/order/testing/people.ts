import { ManualClock, newId } from '#kernel';
import { cryptoSchema, type PersonalDataCipher } from '#platform/crypto';
import { aCipher } from '#platform/crypto/testing';
import type { Database } from '#platform/database';
import { eventsSchema } from '#platform/events';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import { PersonalOrders } from '../adapters/personal-orders.js';
import { orderSchema } from '../adapters/schema.js';
import { DetailsCipher } from '../adapters/sealed-details.js';
import { SqlOrders } from '../adapters/sql-orders.js';
import type { DeliveryAddress } from '../domain/orders.js';
import type { OrderLine } from '../domain/order-line.js';
import { aLine, anOrder, placedAt } from './an-order.js';
import { revocationSchema } from '#platform/revocation';

export const peopleSchemas = [orderSchema, eventsSchema, cryptoSchema, revocationSchema];

export const somewhere: DeliveryAddress = {
  recipient: '王小明',
  phone: '13800138000',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '龙井路 1 号',
  postalCode: '310000',
};

export interface Placed {
  readonly customerId?: string;
  readonly address?: DeliveryAddress | null;
  readonly remark?: string | null;
  readonly lines?: readonly OrderLine[];
}

/** Orders of people on a real database, as one process has them. */
export class People {
  readonly clock = new ManualClock();
  readonly delivery: EventDelivery;
  readonly details: DetailsCipher;
  readonly orders: SqlOrders;
  readonly holder: PersonalOrders;

  constructor(
    readonly database: Database,
    readonly cipher: PersonalDataCipher = aCipher(database),
  ) {
    this.delivery = new EventDelivery(database, this.clock);
    this.details = new DetailsCipher(cipher);
    this.orders = new SqlOrders(database, this.delivery.outbox, this.details);
    this.holder = new PersonalOrders(database, this.orders, this.details, this.clock);
  }

  async place({ customerId = newId(), address = somewhere, remark = '请放门口', lines = [aLine()] }: Placed = {}) {
    const order = anOrder({ customerId, lines: [...lines] });
    const details = await this.orders.seal(order.id, customerId, { address, remark });
    await this.orders.add([{ order, details }]);
    return { id: order.id, customerId };
  }

  /** With all that it costs. */
  pay(orderId: string, paymentId = newId(), paidAt = placedAt) {
    return this.orders.change(orderId, (order) => {
      order.pay({ id: paymentId, amount: order.total, paidAt }, this.clock.now());
    });
  }

  ship(orderId: string, shipment = { carrier: '顺丰', trackingNo: 'SF1' }) {
    return this.orders.change(orderId, (order) => order.ship(shipment, this.clock.now()));
  }

  receive(orderId: string) {
    return this.orders.change(orderId, (order) => order.receive(this.clock.now()));
  }

  cancel(orderId: string) {
    return this.orders.change(orderId, (order) => order.cancel('customer', this.clock.now()));
  }

  /** A refund of all that was paid, asked for and not decided. */
  async askRefund({ id, customerId }: { readonly id: string; readonly customerId: string }, reason = '不想要了') {
    const refundId = newId();
    const sealed = await this.orders.sealRefundText({ refundId, customerId }, 'reason', reason);
    await this.orders.change(id, (order) => {
      order.requestRefund({ id: refundId, amount: null, reason: sealed }, this.clock.now());
    });
    return refundId;
  }

  /** As the erasure does it: everything in one transaction. */
  async erase(personId: string, meanwhile: () => Promise<void> = async () => undefined): Promise<void> {
    await this.database.transaction(async () => {
      await this.holder.assertErasable(personId);
      await meanwhile();
      await this.holder.erase(personId);
      await this.cipher.erase(personId);
    });
  }
}
