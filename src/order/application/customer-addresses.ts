import type { DeliveryAddress } from '../domain/orders.js';

export abstract class CustomerAddresses {
  /** Full addresses by order id; unknown orders and orders without one are absent. */
  abstract of(orderIds: readonly string[]): Promise<ReadonlyMap<string, DeliveryAddress>>;
}
