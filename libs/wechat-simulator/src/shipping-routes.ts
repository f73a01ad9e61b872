import { isDeepStrictEqual } from 'node:util';
import type { AccessTokens } from './access-tokens.js';
import { json, type Route } from './http.js';
import { isPaid, refundedFen, type Ledger, type PaidTransaction } from './ledger.js';
import { readJson } from './mini-program-routes.js';
import { readShipping, shippingError, type OrderKey, type ShippingUpload } from './shipping-fields.js';

/**
 * api.weixin.qq.com: the shipping information, without which a merchant's money stays frozen.
 * @param onShipped called whenever a transaction has new shipping information
 * @param trusting see WechatSimulatorOptions
 */
export function shippingRoutes(
  merchantId: string,
  ledger: Ledger,
  tokens: AccessTokens,
  now: () => Date,
  onShipped: (transaction: PaidTransaction) => void,
  trusting = false,
): Route[] {
  return [
    {
      method: 'POST',
      path: /^\/wxa\/sec\/order\/upload_shipping_info$/,
      target: 'shipping',
      handle: (request) => {
        tokens.check(request.query.get('access_token'));
        const upload = readShipping(readJson(request));
        if (trusting && isUnknown(upload.order, ledger)) return json({ errcode: 0, errmsg: 'ok' });
        const transaction = managed(upload.order, merchantId, ledger);
        ship(transaction, upload, now());
        onShipped(transaction);
        return json({ errcode: 0, errmsg: 'ok' });
      },
    },
  ];
}

function isUnknown(order: OrderKey, ledger: Ledger): boolean {
  return 'transactionId' in order && ledger.withTransactionId(order.transactionId) === undefined;
}

/** A paid transaction, be it named by its own number or by the merchant's. */
function managed(order: OrderKey, merchantId: string, ledger: Ledger): PaidTransaction {
  const transaction =
    'transactionId' in order
      ? ledger.withTransactionId(order.transactionId)
      : order.merchantId === merchantId
        ? ledger.withOutTradeNo(order.outTradeNo)
        : undefined;
  if (!transaction || !isPaid(transaction)) throw shippingError(10060001);
  return transaction;
}

/** The same facts change nothing, later ones replace them once. */
function ship(transaction: PaidTransaction, { info, uploadTime, openid }: ShippingUpload, now: Date): void {
  if (openid !== transaction.prepay.openid) throw shippingError(10060031);
  if (transaction.receipt) throw shippingError(10060004);
  if (refundedFen(transaction) >= transaction.prepay.total) throw shippingError(10060004);
  const before = transaction.shipping;
  if (before) {
    if (isDeepStrictEqual(before.info, info)) throw shippingError(10060023);
    if (Date.parse(uploadTime) <= Date.parse(before.uploadTime)) throw shippingError(268485216);
    if (before.reshipped) throw shippingError(10060003);
  }
  transaction.shipping = { info, uploadTime, at: now, reshipped: before !== undefined };
}
