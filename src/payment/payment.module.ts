import { Module } from '@nestjs/common';
import type { ContextSchema } from '#platform/database';
import { OrderModule } from '../order/index.js';
import { OutboxRejections } from './adapters/outbox-rejections.js';
import { PaymentsController } from './adapters/payments.controller.js';
import { PersonalPayments } from './adapters/personal-payments.js';
import { PaymentFigures } from './adapters/payment-figures.js';
import { PaymentPurge } from './adapters/purge.js';
import { ReconciliationPurge } from './adapters/reconciliation-purge.js';
import { ReconciliationQueries } from './adapters/reconciliation.queries.js';
import { ReconciliationsController } from './adapters/reconciliations.controller.js';
import { paymentSchema } from './adapters/schema.js';
import { SeedPayments } from './adapters/seed-payments.js';
import { SqlTakings } from './adapters/sql-takings.js';
import { SqlPaymentRefunds } from './adapters/sql-payment-refunds.js';
import { SqlPayments } from './adapters/sql-payments.js';
import { SqlReconciliations } from './adapters/sql-reconciliations.js';
import { WechatMessages } from './adapters/wechat-messages.js';
import { WechatNotificationsController } from './adapters/wechat-notifications.controller.js';
import { WechatSettlementPush, WechatShipmentReminderPush } from './adapters/wechat-pushes.js';
import { WechatPaymentGateway } from './adapters/wechat-payment-gateway.js';
import { WechatShippingInformation } from './adapters/wechat-shipping-information.js';
import { WechatTradeBills } from './adapters/wechat-trade-bills.js';
import { CheckOpenAttempts } from './application/check-open-attempts.js';
import { CloseAttempt } from './application/close-attempt.js';
import { CloseAttemptsOnOrderCancelled } from './application/close-attempts-on-order-cancelled.js';
import { ConfirmPayment } from './application/confirm-payment.js';
import { ExpireOrders } from './application/expire-orders.js';
import { FindPaidAttempt } from './application/find-paid-attempt.js';
import { NoteShipmentReminder } from './application/note-shipment-reminder.js';
import { PaymentGateway } from './application/payment-gateway.js';
import { ReconcileDay } from './application/reconcile-day.js';
import { Reconciliations } from './application/reconciliations.js';
import { RecordGoodsReceived } from './application/record-goods-received.js';
import { RecordRefund } from './application/record-refund.js';
import { Rejections } from './application/rejections.js';
import { RepairDifference } from './application/repair-difference.js';
import { RequestReconciliation } from './application/request-reconciliation.js';
import { RunReconciliations } from './application/run-reconciliations.js';
import { SettleAttempt } from './application/settle-attempt.js';
import { SettleRefunds } from './application/settle-refunds.js';
import { ShippingInformation } from './application/shipping-information.js';
import { StartRefundOnRefundApproved } from './application/start-refund-on-refund-approved.js';
import { StartPayment } from './application/start-payment.js';
import { SyncPayment } from './application/sync-payment.js';
import { Takings } from './application/takings.js';
import { TakeNotification } from './application/take-notification.js';
import { TellShipmentOnOrderShipped } from './application/tell-shipment-on-order-shipped.js';
import { TradeBills } from './application/trade-bills.js';
import { PaymentRefunds } from './domain/payment-refunds.js';
import { Payments } from './domain/payments.js';
import { paymentEvents } from './events.js';

@Module({
  imports: [OrderModule],
  controllers: [PaymentsController, ReconciliationsController, WechatNotificationsController],
  providers: [
    StartPayment,
    SyncPayment,
    TakeNotification,
    ConfirmPayment,
    SettleAttempt,
    CloseAttempt,
    CloseAttemptsOnOrderCancelled,
    StartRefundOnRefundApproved,
    SettleRefunds,
    RecordRefund,
    ExpireOrders,
    CheckOpenAttempts,
    TellShipmentOnOrderShipped,
    RequestReconciliation,
    RunReconciliations,
    ReconcileDay,
    RepairDifference,
    ReconciliationQueries,
    ReconciliationPurge,
    FindPaidAttempt,
    RecordGoodsReceived,
    NoteShipmentReminder,
    WechatSettlementPush,
    WechatShipmentReminderPush,
    WechatMessages,
    PersonalPayments,
    PaymentPurge,
    PaymentFigures,
    SeedPayments,
    { provide: Payments, useClass: SqlPayments },
    { provide: PaymentRefunds, useClass: SqlPaymentRefunds },
    { provide: ShippingInformation, useClass: WechatShippingInformation },
    { provide: Rejections, useClass: OutboxRejections },
    { provide: Reconciliations, useClass: SqlReconciliations },
    { provide: Takings, useClass: SqlTakings },
    { provide: TradeBills, useClass: WechatTradeBills },
    { provide: PaymentGateway, useClass: WechatPaymentGateway },
  ],
  exports: [SeedPayments, Takings],
})
export class PaymentModule {
  static readonly schema: ContextSchema = paymentSchema;
  static readonly publishes = paymentEvents;
}
