import { Injectable } from '@nestjs/common';
import { ConfirmPayment } from './confirm-payment.js';
import { type NotificationHeaders, PaymentGateway } from './payment-gateway.js';
import { RecordRefund } from './record-refund.js';
import { Rejections } from './rejections.js';

export interface TakeNotificationCommand {
  readonly headers: NotificationHeaders;
  /** As received, byte for byte. */
  readonly rawBody: string;
}

/** Returns once what the provider told is stored durably: acted upon, or kept for staff. */
@Injectable()
export class TakeNotification {
  constructor(
    private readonly gateway: PaymentGateway,
    private readonly confirmPayment: ConfirmPayment,
    private readonly recordRefund: RecordRefund,
    private readonly rejections: Rejections,
  ) {}

  /** @throws NotificationForged, NotificationIllegible, WechatUnavailable */
  async execute({ headers, rawBody }: TakeNotificationCommand): Promise<void> {
    const notification = await this.gateway.readNotification(headers, rawBody);
    const { id: key } = notification;
    switch (notification.kind) {
      case 'paid':
        await this.confirmPayment.execute({ receipt: notification.receipt, key });
        return;
      case 'refund':
        return this.recordRefund.execute({ refund: notification.refund, key });
      case 'not-ours': {
        const { reason, attemptNo, transactionId } = notification;
        return this.rejections.keep({ key, reason, attemptNo, transactionId });
      }
    }
  }
}
