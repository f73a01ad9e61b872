import { post } from './api.js';
import { badge, card, el, facts, list, select, small } from './dom.js';
import { t, time, yuan } from './words.js';

/** How a notification may go wrong, as the control API says it. */
const mishaps = {
  honest: {},
  lost: { notify: false },
  duplicate: { duplicates: 2 },
  late: { delayMs: 10_000 },
  forged: { forgery: 'key' },
  tampered: { forgery: 'tampered' },
  signtest: { forgery: 'signtest' },
  stale: { forgery: 'stale' },
  amount: { changes: { amount: { total: 1 } } },
  merchant: { changes: { mchid: '1900000001' } },
};
const resendable = Object.keys(mishaps).filter((name) => !['lost', 'duplicate', 'late'].includes(name));
const moods = { SUCCESS: 'good', NOTPAY: 'wait', REFUND: 'wait', CLOSED: '', PROCESSING: 'wait', ABNORMAL: 'bad' };
const outcomes = ['SUCCESS', 'ABNORMAL', 'CLOSED', 'PROCESSING'];

/** What each row's choice was, which a new state must not forget. */
const choices = new Map();

export function payments() {
  const orders = el('div');
  const refunds = el('div');
  const outcome = select(
    outcomes.map((status) => [status, status]),
    { class: 'small', 'aria-label': t('outcome'), onchange: () => post('/refund-outcome', { status: outcome.value }) },
  );
  const element = el(
    'div',
    {},
    card(t('paymentsTitle'), t('paymentsHint'), orders),
    card(t('refundsTitle'), null, el('div', { class: 'actions' }, t('outcome'), outcome), refunds),
  );
  const show = (state) => {
    const names = new Map(state.users.map(({ openid, name }) => [openid, name]));
    // A menu that is open is not pulled away.
    if (!orders.contains(document.activeElement) || document.activeElement.tagName !== 'SELECT') {
      orders.replaceChildren(
        list(
          state.transactions.toReversed().map((each) => order(each, names)),
          t('nothing'),
        ),
      );
    }
    refunds.replaceChildren(list(state.refunds.toReversed().map(refund), t('nothing')));
    outcome.value = state.refundOutcome;
  };
  return { element, show };
}

function order(transaction, names) {
  const { outTradeNo, tradeState, totalFen, openid, description, transactionId, shipping } = transaction;
  return el(
    'div',
    { class: 'row', 'data-order': outTradeNo },
    el(
      'div',
      { class: 'row-head' },
      el('strong', {}, description),
      badge(tradeState, moods[tradeState]),
      shipping ? badge(transaction.receivedAt ? t('received') : t('shipped'), 'good') : null,
      el('span', { class: 'amount push-right' }, yuan(totalFen)),
    ),
    facts(
      outTradeNo,
      transactionId,
      names.get(openid) ?? openid,
      time(transaction.createdAt),
      transaction.refundedFen > 0 && `${t('refunded')} ${yuan(transaction.refundedFen)}`,
      shipping && `${shipping.expressCompany ?? ''} ${shipping.trackingNo ?? ''}`,
    ),
    actions(transaction),
  );
}

function actions({ outTradeNo, tradeState, transactionId, shipping, receivedAt }) {
  if (tradeState === 'CLOSED') return null;
  const paid = transactionId !== null;
  const choice = mishapChoice(outTradeNo, paid ? resendable : Object.keys(mishaps));
  const wish = () => ({ outTradeNo, ...mishaps[choice.value] });
  if (!paid)
    return el(
      'div',
      { class: 'actions' },
      choice,
      small(t('pay'), () => post('/orders/pay', wish()), true),
    );
  return el(
    'div',
    { class: 'actions' },
    choice,
    small(t('resend'), () => post('/notifications', wish())),
    shipping && !receivedAt ? small(t('receive'), () => post('/orders/receipt', { outTradeNo })) : null,
    shipping ? null : small(t('remind'), () => post('/orders/reminder', { outTradeNo })),
  );
}

function mishapChoice(outTradeNo, names) {
  const choice = select(
    names.map((name) => [name, t(name)]),
    { class: 'small', 'aria-label': t('notifications'), onchange: () => choices.set(outTradeNo, choice.value) },
  );
  const chosen = choices.get(outTradeNo);
  choice.value = names.includes(chosen) ? chosen : 'honest';
  return choice;
}

function refund({ outRefundNo, outTradeNo, refundFen, status }) {
  const open = status === 'PROCESSING' || status === 'ABNORMAL';
  return el(
    'div',
    { class: 'row' },
    el(
      'div',
      { class: 'row-head' },
      el('strong', {}, outRefundNo),
      badge(status, moods[status]),
      el('span', { class: 'amount push-right' }, yuan(refundFen)),
    ),
    facts(outTradeNo),
    open
      ? el(
          'div',
          { class: 'actions' },
          t('settle'),
          outcomes.slice(0, 3).map((next) => small(next, () => post('/refunds', { outRefundNo, status: next }))),
        )
      : null,
  );
}
