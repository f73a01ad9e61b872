import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { isDatabaseUnavailable } from '#platform/database';
import { Idempotency } from '#platform/idempotency';
import { UserDirectory } from '../../user/index.js';
import { Orders } from '../domain/orders.js';
import { ContentCheck } from './content-check.js';
import { failed, type PlaceOrderCommand, type Placement, type PreparedOrder } from './placement.js';

/** What comes before the transaction that places an order: its address, the check of its remark, their encryption. */
@Injectable()
export class PrepareOrder {
  constructor(
    private readonly users: UserDirectory,
    private readonly contentCheck: ContentCheck,
    private readonly orders: Orders,
    private readonly idempotency: Idempotency,
  ) {}

  /** An order to place; or what has become of it already. */
  async execute(command: PlaceOrderCommand): Promise<PreparedOrder | Placement> {
    try {
      const orderId = newId();
      const address = await this.users.addressOf(command.customerId, command.addressId);
      const { remark, account } = command;
      if (remark?.trim()) await this.contentCheck.accept(remark, account);
      const details = { address, remark };
      return { command, orderId, details, sealed: await this.orders.seal(orderId, command.customerId, details) };
    } catch (error) {
      // Who has waited for a database that does not answer is not made to wait for it again.
      if (isDatabaseUnavailable(error)) return failed(error);
      // The address of an order that was placed may be gone by now, its remark refused: a repeat is answered all the same.
      const earlier = await this.replay(command);
      return 'replayed' in earlier ? earlier : failed(error);
    }
  }

  private async replay({ key }: PlaceOrderCommand): Promise<Placement> {
    try {
      return { replayed: await this.idempotency.resourceOf(key) };
    } catch (error) {
      return failed(error);
    }
  }
}
