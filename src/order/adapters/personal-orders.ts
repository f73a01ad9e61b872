import { MoreThan } from 'typeorm';
import { Clock } from '#kernel';
import { Database, inPages, placeholders } from '#platform/database';
import { ErasureMustWait, type ExportSection, HoldsPersonalData, PersonalDataHolder } from '#platform/privacy';
import { orderView, type OrderView, type RefundView } from '../application/order-view.js';
import type { OrderStatus } from '../domain/order-status.js';
import { Orders } from '../domain/orders.js';
import { MONEY_OWED, owesGoods, UNFINISHED } from '../domain/still-owed.js';
import { OrderEntity } from './order.entity.js';
import { orderFrom } from './order-mapping.js';
import { DetailsCipher } from './sealed-details.js';

/** Orders read at once for somebody's copy of their data. */
const PAGE = 100;

/** An order as the customer's copy shows it. */
interface OrderRecord extends OrderView {
  readonly refunds: readonly (RefundView & { readonly rejection: string | null })[];
}

/** What orders tell about their customers. */
@HoldsPersonalData()
export class PersonalOrders extends PersonalDataHolder {
  constructor(
    private readonly database: Database,
    private readonly orders: Orders,
    private readonly details: DetailsCipher,
    private readonly clock: Clock,
  ) {
    super();
  }

  sections(personId: string): readonly ExportSection[] {
    return [{ name: 'orders', records: () => this.records(personId) }];
  }

  /**
   * Goods or money are still owed. The unfinished orders stay locked until the erasure ends: a payment that arrives
   * meanwhile was either first, and the erasure waits for what comes of it, or finds the order cancelled and goes back.
   * @throws ErasureMustWait
   */
  async assertErasable(personId: string): Promise<void> {
    const orders = await this.lockUnfinished(personId);
    if (orders.some(owesGoods) || (await this.isOwedMoney(personId))) throw new ErasureMustWait();
  }

  async erase(personId: string): Promise<void> {
    const now = this.clock.now();
    for (const { id } of await this.ordersIn(personId, ['CREATED'])) {
      await this.orders.change(id, (order) => {
        if (order.status === 'CREATED') order.cancel('erased', now);
      });
    }
  }

  /** By their primary keys, in their order, as everybody locks orders. */
  private async lockUnfinished(personId: string): Promise<OrderStatus[]> {
    const ids = (await this.ordersIn(personId, UNFINISHED)).map(({ id }) => id);
    if (ids.length === 0) return [];
    const rows = await this.database.query<{ status: OrderStatus }>(
      `SELECT status FROM orders WHERE id IN (${placeholders(ids.length)}) ORDER BY id${this.database.forUpdate}`,
      ids,
    );
    return rows.map(({ status }) => status);
  }

  private ordersIn(personId: string, statuses: readonly OrderStatus[]): Promise<{ id: string }[]> {
    return this.database.query(
      `SELECT id FROM orders WHERE customer_id = ? AND status IN (${placeholders(statuses.length)}) ORDER BY id`,
      [personId, ...statuses],
    );
  }

  private async isOwedMoney(personId: string): Promise<boolean> {
    const found = await this.database.query(
      `SELECT order_refunds.id FROM orders JOIN order_refunds ON order_refunds.order_id = orders.id
       WHERE orders.customer_id = ? AND order_refunds.status IN (${placeholders(MONEY_OWED.length)}) LIMIT 1`,
      [personId, ...MONEY_OWED],
    );
    return found.length > 0;
  }

  private records(customerId: string): AsyncIterable<OrderRecord> {
    return inPages<OrderRecord>(PAGE, async (last) => {
      const entities = await this.database.manager.find(OrderEntity, {
        where: { customerId, ...(last && { id: MoreThan(last.id) }) },
        order: { id: 'ASC' },
        take: PAGE,
        relations: { lines: true, refunds: true },
        relationLoadStrategy: 'query',
      });
      return Promise.all(entities.map((entity) => this.recordOf(entity)));
    });
  }

  private async recordOf(entity: OrderEntity): Promise<OrderRecord> {
    const order = orderFrom(entity);
    const [texts, rejections] = await Promise.all([
      this.details.openAll(order, entity),
      Promise.all(order.snapshot.refunds.map(({ id, rejection }) => this.details.openRejection(id, rejection))),
    ]);
    const view = orderView(order, texts);
    return { ...view, refunds: view.refunds.map((refund, at) => ({ ...refund, rejection: rejections[at] ?? null })) };
  }
}
