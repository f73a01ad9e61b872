import { json, type Answer, type Request, type Route } from './http.js';
import { isPaid, tradeState, type Ledger, type Transaction } from './ledger.js';
import { makePrepayId } from './numbers.js';
import { PayFields } from './pay-fields.js';
import { checkTimeExpire, isExpired, readPrepay, type Prepay } from './prepay-rules.js';
import { transactionView } from './views.js';
import { PayError } from './wechat-errors.js';

interface Shop {
  appId: string;
  merchantId: string;
}

const prepayLifetimeMs = 2 * 3600 * 1000;

export function isPrepayExpired(transaction: Transaction, now: Date): boolean {
  return now.getTime() - transaction.prepayIssuedAt.getTime() >= prepayLifetimeMs;
}

/** api.mch.weixin.qq.com: JSAPI payments. */
export function payRoutes(shop: Shop, ledger: Ledger, now: () => Date): Route[] {
  const query = (request: Request, transaction: Transaction | undefined): Answer => {
    checkMerchant(request.query.get('mchid'), shop);
    return json(transactionView(existing(transaction), shop));
  };
  return [
    {
      method: 'POST',
      path: /^\/v3\/pay\/transactions\/jsapi$/,
      target: 'prepay',
      handle: ({ body }) => json({ prepay_id: prepay(readPrepay(body, shop), ledger, now()) }),
    },
    {
      method: 'GET',
      path: /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)$/,
      target: 'query',
      handle: (request, outTradeNo) => query(request, ledger.withOutTradeNo(outTradeNo)),
    },
    {
      method: 'GET',
      path: /^\/v3\/pay\/transactions\/id\/([^/]+)$/,
      target: 'query',
      handle: (request, transactionId) => query(request, ledger.withTransactionId(transactionId)),
    },
    {
      method: 'POST',
      path: /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)\/close$/,
      target: 'close',
      handle: ({ body }, outTradeNo) => {
        checkMerchant(PayFields.parse(body).text('mchid', { max: 32 }), shop);
        const transaction = existing(ledger.withOutTradeNo(outTradeNo));
        if (isPaid(transaction)) throw new PayError('ORDERPAID', '该订单已支付');
        transaction.state = 'CLOSED';
        return { status: 204, body: '' };
      },
    },
  ];
}

/** The same parameters may be sent again, and give the same prepay_id during its two hours. */
function prepay(asked: Prepay, ledger: Ledger, now: Date): string {
  const known = ledger.withOutTradeNo(asked.outTradeNo);
  if (!known) {
    checkTimeExpire(asked.timeExpire, now);
    const prepayId = makePrepayId(now);
    ledger.put({ prepay: asked, prepayId, prepayIssuedAt: now, state: 'NOTPAY', refunds: [] });
    return prepayId;
  }
  const same = JSON.stringify(known.prepay) === JSON.stringify(asked);
  if (tradeState(known) === 'CLOSED') throw new PayError('ORDER_CLOSED', '订单已关闭');
  if (isPaid(known)) {
    throw same ? new PayError('ORDERPAID', '该订单已支付') : new PayError('OUT_TRADE_NO_USED', '商户订单号重复');
  }
  if (!same) throw new PayError('INVALID_REQUEST', '请求重入时，参数与首次请求时不一致');
  if (isExpired(known.prepay.timeExpire, now)) throw new PayError('INVALID_REQUEST', '订单已过期');
  if (isPrepayExpired(known, now)) {
    known.prepayId = makePrepayId(now);
    known.prepayIssuedAt = now;
    ledger.put(known);
  }
  return known.prepayId;
}

function checkMerchant(merchantId: string | null, shop: Shop): void {
  if (!merchantId) throw new PayError('PARAM_ERROR', '参数错误：缺少mchid', { field: 'mchid' });
  if (merchantId !== shop.merchantId) throw new PayError('INVALID_REQUEST', 'mchid与签名的商户号不一致');
}

function existing(transaction: Transaction | undefined): Transaction {
  if (!transaction) throw new PayError('ORDER_NOT_EXIST', '订单不存在');
  return transaction;
}
