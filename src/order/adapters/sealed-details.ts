import { Injectable } from '@nestjs/common';
import { PersonalDataCipher } from '#platform/crypto';
import type { OrderTexts } from '../application/order-view.js';
import type { Order } from '../domain/order.js';
import type { DeliveryAddress, PersonalDetails, SealedDetails } from '../domain/orders.js';

const at = (column: 'address' | 'remark', row: string) => ({ table: 'orders', column, row });

/** Encrypts what an order holds about a person. */
@Injectable()
export class DetailsCipher {
  constructor(private readonly cipher: PersonalDataCipher) {}

  async seal(orderId: string, { address, remark }: PersonalDetails): Promise<SealedDetails> {
    return {
      address: await this.cipher.sealOrNull(address && JSON.stringify(address), at('address', orderId)),
      remark: await this.cipher.sealOrNull(remark, at('remark', orderId)),
    };
  }

  async open(orderId: string, { address, remark }: SealedDetails): Promise<PersonalDetails> {
    const opened = await this.cipher.openOrNull(address, at('address', orderId));
    return {
      address: opened === null ? null : (JSON.parse(opened) as DeliveryAddress),
      remark: await this.cipher.openOrNull(remark, at('remark', orderId)),
    };
  }

  sealRefundText(refundId: string, column: 'reason' | 'rejection', text: string): Promise<string> {
    return this.cipher.seal(text, { table: 'order_refunds', column, row: refundId });
  }

  openRefundReason(refundId: string, reason: string): Promise<string> {
    return this.cipher.open(reason, { table: 'order_refunds', column: 'reason', row: refundId });
  }

  /** Everything people wrote about an order. */
  async openAll(order: Order, sealed: SealedDetails): Promise<OrderTexts> {
    const refundReasons = new Map<string, string>();
    for (const { id, reason } of order.snapshot.refunds) {
      if (reason !== null) refundReasons.set(id, await this.openRefundReason(id, reason));
    }
    return { ...(await this.open(order.id, sealed)), refundReasons };
  }
}
