import { ask } from '../api.js';
import { h, say } from '../dom.js';
import { dateTime, duration } from '../format.js';
import { action, callBehind, panel, toast } from '../parts.js';
import { said, t } from '../texts.js';

const moves = [
  { name: 'minute', body: { skip: '1m' } },
  { name: 'hour', body: { skip: '1h' } },
  { name: 'paymentTimeOut', body: { until: 'payment-time-out' } },
  { name: 'automaticReceipt', body: { until: 'automatic-receipt' } },
  { name: 'wechatRetry', body: { until: 'wechat-retry' } },
];

/** The shop's clock, which can be put ahead: whatever waits for a time then happens. */
export function timeView(app) {
  const { store } = app;
  const now = h('p', { class: 'big num' });
  const ahead = h('p', { class: 'small quiet num' });
  const path = '/console/clock';

  const rows = moves.map(({ name, body }) => {
    const due = h('span', { class: 'small quiet num' });
    const button = action(t(`time.${name}`), async () => {
      store.setClock(await ask('POST', path, body));
      toast(t('time.skipped'));
    });
    const element = h(
      'li',
      {},
      h('div', { class: 'row' }, button, due),
      callBehind(() => ({ method: 'POST', path, body })),
    );
    return { name, body, due, button, element };
  });

  function dueText(at) {
    if (at === null) return t('time.noneDue');
    const left = new Date(at).getTime() - app.now();
    return left > 0 ? t('time.due', { left: duration(left) }) : t('time.dueNow');
  }

  let asked = 0;
  function update() {
    const { available = true, reason } = store.state.can.time ?? {};
    say(now, dateTime(app.now()));
    const aheadMs = store.clock?.aheadMs ?? 0;
    say(
      ahead,
      available ? (aheadMs > 0 ? t('time.ahead', { time: duration(aheadMs) }) : t('time.right')) : said(reason),
    );
    for (const { name, body, due, button } of rows) {
      const at = store.clock?.next?.[name] ?? null;
      button.disabled = !available || ('until' in body && at === null);
      say(due, 'until' in body ? dueText(at) : '');
    }
    // What is due next changes with every order.
    if (available && Date.now() - asked > 3_000) {
      asked = Date.now();
      void ask('GET', path).then(store.setClock, () => undefined);
    }
  }
  update();
  const content = h(
    'div',
    { class: 'panel-body' },
    now,
    ahead,
    h(
      'ul',
      { class: 'moves' },
      rows.map(({ element }) => element),
    ),
  );
  return { element: panel(t('time.title'), content, { name: 'time-panel' }), update };
}
