import { Injectable } from '@nestjs/common';
import { PersonalDataCipher } from '#platform/crypto';
import type { OrderTexts } from '../application/order-view.js';
import type { Order } from '../domain/order.js';
import type { DeliveryAddress, PersonalDetails, RefundOf, SealedDetails } from '../domain/orders.js';

type RefundText = 'reason' | 'rejection';

const at = (column: 'address' | 'remark', row: string) => ({ table: 'orders', column, row });

/** Encrypts what an order holds about a person. */
@Injectable()
export class DetailsCipher {
  constructor(private readonly cipher: PersonalDataCipher) {}

  async seal(orderId: string, customerId: string, { address, remark }: PersonalDetails): Promise<SealedDetails> {
    if (address === null && remark === null) return { address, remark };
    const customer = await this.cipher.of(customerId);
    return {
      address: customer.sealOrNull(address && JSON.stringify(address), at('address', orderId)),
      remark: customer.sealOrNull(remark, at('remark', orderId)),
    };
  }

  /** Null also for what belongs to somebody who was erased. */
  async open(orderId: string, { address, remark }: SealedDetails): Promise<PersonalDetails> {
    const opened = await Promise.all([
      this.cipher.open(address, at('address', orderId)),
      this.cipher.open(remark, at('remark', orderId)),
    ]);
    return { address: opened[0] === null ? null : (JSON.parse(opened[0]) as DeliveryAddress), remark: opened[1] };
  }

  async sealRefundText({ refundId, customerId }: RefundOf, column: RefundText, text: string): Promise<string> {
    return (await this.cipher.of(customerId)).seal(text, { table: 'order_refunds', column, row: refundId });
  }

  /** Empty for a person who was erased. */
  async openRefundReason(refundId: string, reason: string): Promise<string> {
    return (await this.cipher.open(reason, { table: 'order_refunds', column: 'reason', row: refundId })) ?? '';
  }

  /** Why staff rejected it; null for what was not rejected, and for a person who was erased. */
  openRejection(refundId: string, rejection: string | null): Promise<string | null> {
    return this.cipher.open(rejection, { table: 'order_refunds', column: 'rejection', row: refundId });
  }

  /** Everything people wrote about an order. */
  async openAll(order: Order, sealed: SealedDetails): Promise<OrderTexts> {
    // Together: one look-up serves all keys that are asked for in one turn.
    const [details, reasons] = await Promise.all([
      this.open(order.id, sealed),
      Promise.all(
        order.snapshot.refunds.map(async ({ id, reason }): Promise<[string, string][]> => {
          return reason === null ? [] : [[id, await this.openRefundReason(id, reason)]];
        }),
      ),
    ]);
    return { ...details, refundReasons: new Map(reasons.flat()) };
  }
}
