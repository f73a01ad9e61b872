import { newId } from '#kernel';
import { CancelOrderAsStaff } from '../../../src/order/application/cancel-order-as-staff.js';
import { CancelOrder } from '../../../src/order/application/cancel-order.js';
import { ConfirmReceipt } from '../../../src/order/application/confirm-receipt.js';
import { PlaceOrders } from '../../../src/order/application/place-orders.js';
import type { PlaceOrderCommand, Placement } from '../../../src/order/application/placement.js';
import { ShipOrder } from '../../../src/order/application/ship-order.js';
import { type RunningShop, SKUS, STAFF } from './running-shop.js';
import type { ModelOrder, ShopModel } from './shop-model.js';
import { codeOf, type Disturbance, type Heard, heard, OrderStep, Step } from './step.js';

async function place(
  shop: RunningShop,
  command: PlaceOrderCommand,
): Promise<Heard<Exclude<Placement, { refused: Error }>>> {
  return heard('POST /orders', async () => {
    const [placement] = await shop.get(PlaceOrders).execute([command]);
    if (!placement) throw new Error('A placement has an outcome');
    if ('refused' in placement) throw placement.refused;
    return placement;
  });
}

const idOf = (placement: Exclude<Placement, { refused: Error }>) =>
  'placed' in placement ? placement.placed.id : placement.replayed;

interface Wish {
  readonly command: PlaceOrderCommand;
  readonly units: ReadonlyMap<number, number>;
}

/** Two lines may be of one SKU. */
export class Place extends Step<Wish, Heard<Exclude<Placement, { refused: Error }>>> {
  readonly name: string;

  constructor(
    private readonly customer: number,
    private readonly lines: readonly (readonly [sku: number, quantity: number])[],
    disturbance: Disturbance,
  ) {
    super(disturbance);
    this.name = `shopper ${customer} orders ${lines.map(([sku, quantity]) => `${quantity} of ${sku}`).join(' and ')}`;
  }

  check(): boolean {
    return true;
  }

  intend(_: ShopModel, shop: RunningShop): Wish {
    const customerId = shop.customers[this.customer] ?? '';
    const units = new Map<number, number>();
    for (const [sku, quantity] of this.lines) units.set(sku, (units.get(sku) ?? 0) + quantity);
    const items = this.lines.map(([sku, quantity]) => ({ skuId: shop.skuIds[sku] ?? '', quantity }));
    const key = { owner: customerId, route: 'POST /orders', key: newId(), fingerprint: 'body' };
    const nothing = { addressId: null, remark: null, expectedTotalFen: null };
    return { command: { customerId, account: `o${this.customer}`, items, ...nothing, key }, units };
  }

  act({ command }: Wish, shop: RunningShop) {
    return place(shop, command);
  }

  async expect(model: ShopModel, { command, units }: Wish, said: Awaited<ReturnType<typeof place>>, shop: RunningShop) {
    expect(codeOf(said)).toBe(model.refusalOf(command.customerId, units));
    if (!('answer' in said)) return;
    const id = idOf(said.answer);
    const { expiresAt } = await shop.order(id);
    const totalFen = [...units].reduce((total, [sku, quantity]) => total + quantity * (SKUS[sku]?.priceFen ?? 0), 0);
    model.place({ id, command, units, totalFen, expiresAt });
  }
}

/** The same request once more, three times at once; or another one under the same key. */
export class PlaceAgain extends OrderStep<{ order: ModelOrder }, Heard<unknown>[]> {
  readonly name = 'the same order once more';

  intend(model: ShopModel) {
    return { order: this.orderOf(model) };
  }

  act({ order: { command } }: { order: ModelOrder }, shop: RunningShop) {
    const other = { ...command, key: { ...command.key, fingerprint: 'another' } };
    return Promise.all([...[command, command, command].map((one) => place(shop, one)), place(shop, other)]);
  }

  expect(_: ShopModel, { order }: { order: ModelOrder }, said: Heard<unknown>[]): void {
    const same = { answer: { replayed: order.id } };
    expect(said).toEqual([same, same, same, { code: 4004 }]);
  }
}

export class Cancel extends OrderStep<{ order: ModelOrder }, Heard<unknown>> {
  readonly name = 'the order is cancelled';

  constructor(
    which: number,
    private readonly byStaff: boolean,
    disturbance: Disturbance,
  ) {
    super(which, disturbance);
  }

  intend(model: ShopModel) {
    return { order: this.orderOf(model) };
  }

  act({ order: { id: orderId, command } }: { order: ModelOrder }, shop: RunningShop): Promise<Heard<unknown>> {
    return heard('cancel', async () => {
      if (this.byStaff) await shop.get(CancelOrderAsStaff).execute({ orderId, actor: STAFF, key: null });
      else await shop.get(CancelOrder).execute({ orderId, customerId: command.customerId });
    });
  }

  expect(model: ShopModel, { order }: { order: ModelOrder }, said: Heard<unknown>): void {
    const may = order.status === 'CREATED' || order.status === 'CANCELLED';
    expect(codeOf(said)).toBe(may ? null : 4002);
    if (order.status === 'CREATED') model.cancel(order);
  }
}

export class Ship extends OrderStep<{ order: ModelOrder }, Heard<unknown>> {
  readonly name = 'the order is shipped';

  intend(model: ShopModel) {
    return { order: this.orderOf(model) };
  }

  act({ order: { id: orderId } }: { order: ModelOrder }, shop: RunningShop): Promise<Heard<unknown>> {
    const shipment = { carrier: '顺丰', trackingNo: `SF-${orderId}` };
    return heard('ship', () => shop.get(ShipOrder).execute({ orderId, shipment, actor: STAFF, key: null }));
  }

  async expect(model: ShopModel, { order }: { order: ModelOrder }, said: Heard<unknown>, shop: RunningShop) {
    expect(codeOf(said)).toBe(model.mayShip(order) ? null : 4002);
    if (!model.mayShip(order)) return;
    order.status = 'SHIPPED';
    order.shippedAt = (await shop.order(order.id)).shippedAt;
  }

  protected override suits({ status }: ModelOrder): boolean {
    return status === 'PAID';
  }
}

export class Receive extends OrderStep<{ order: ModelOrder }, Heard<unknown>> {
  readonly name = 'the goods are received';

  intend(model: ShopModel) {
    return { order: this.orderOf(model) };
  }

  act({ order: { id: orderId, command } }: { order: ModelOrder }, shop: RunningShop): Promise<Heard<unknown>> {
    const { customerId } = command;
    return heard('receive', () => shop.get(ConfirmReceipt).execute({ orderId, customerId }));
  }

  expect(_: ShopModel, { order }: { order: ModelOrder }, said: Heard<unknown>): void {
    const may = order.status === 'SHIPPED' || order.status === 'COMPLETED';
    expect(codeOf(said)).toBe(may ? null : 4002);
    if (may) order.status = 'COMPLETED';
  }

  protected override suits({ status }: ModelOrder): boolean {
    return status === 'SHIPPED';
  }
}
