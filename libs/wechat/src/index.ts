export * from './errors.js';
export type { CodeImage, CodeImageRequest } from './mini-program/code-image.js';
export { ContentSafety, type Verdict } from './mini-program/content-safety.js';
export type { MediaToCheck, TextToCheck, TextVerdict } from './mini-program/content-checks.js';
export {
  MiniProgramClient,
  type MiniProgramOptions,
  type PhoneNumber,
  type Session,
} from './mini-program/mini-program-client.js';
export type { SessionKeyOf } from './mini-program/session-keys.js';
export type { Shipment, ShippingInfo } from './mini-program/shipping.js';
export type { SubscribeMessage } from './mini-program/subscribe-messages.js';
export type { UserData } from './mini-program/user-data.js';
export type { Notification } from './pay/notification.js';
export { PayClient, type PayOptions } from './pay/pay-client.js';
export type { PaymentArguments, Prepayment, RefundRequest } from './pay/pay-requests.js';
export type { Refund, RefundAmount, RefundNotice, RefundStatus } from './pay/refund.js';
export type { BillRow } from './pay/trade-bill.js';
export type {
  SettledTransaction,
  TradeState,
  Transaction,
  TransactionAmount,
  UnsettledTransaction,
} from './pay/transaction.js';
export { OnPush, PushHandler } from './push/on-push.js';
export { WechatPushModule } from './push/push.module.js';
export { type PushOptions } from './push/push-receiver.js';
export type { Push } from './push/push.js';
export { wechatSchema } from './schema.js';
export { WechatModule } from './wechat.module.js';
