import { ask } from '../api.js';
import { h, mark, say } from '../dom.js';
import { action, callBehind, field, panel } from '../parts.js';
import { said, t } from '../texts.js';

const steps = ['product', 'sign-in', 'order', 'pay', 'settle', 'end'];

/** Many buyers at once for little stock, and how it ended. */
export function burstView(app) {
  const { store } = app;
  const buyers = h('input', { type: 'number', name: 'buyers', value: 200, min: 1, max: 500 });
  const stock = h('input', { type: 'number', name: 'stock', value: 100, min: 0, max: 500 });
  const pay = h('input', { type: 'checkbox', name: 'pay', checked: true });
  const body = () => ({ buyers: Number(buyers.value), stock: Number(stock.value), pay: pay.checked });
  const call = () => ({ method: 'POST', path: '/console/bursts', body: body() });
  const run = action(
    t('burst.run'),
    async () => {
      store.take('burst', await ask('POST', '/console/bursts', body()));
    },
    { kind: 'main', picture: 'crowd' },
  );
  const stepList = h(
    'ol',
    { class: 'steps' },
    steps.map((step) => h('li', { 'data-step': step }, t(`burst.${step}`))),
  );
  const bars = ['signedIn', 'ordered', 'refused', 'failed', 'paid'].map((name) => {
    const meter = h('progress', { max: 1, value: 0, 'aria-label': t(`burst.${name}`) });
    const figure = h('span', { class: 'num' });
    return {
      name,
      meter,
      figure,
      element: h('div', { class: `burst-row ${name}` }, h('span', {}, t(`burst.${name}`)), meter, figure),
    };
  });
  const outcome = h('p', { class: 'outcome', role: 'status' });
  const codes = h('p', { class: 'small quiet mono' });
  const progress = h(
    'div',
    { class: 'burst', hidden: true },
    stepList,
    bars.map(({ element }) => element),
    codes,
    outcome,
  );

  function told({ state, outcome: end, stock: units, buyers: count, note }) {
    if (state === 'failed') return t('burst.failedWhy', { note: said(note) });
    if (!end) return '';
    const facts = { sold: end.sold + end.reserved, units, count };
    return `${t(end.exact ? 'burst.exact' : 'burst.notExact', facts)} ${t(`burst.lights.${end.invariants}`)}`;
  }

  function update() {
    const { burst } = store;
    progress.hidden = !burst;
    const { available = true } = store.state.can.burst ?? {};
    run.disabled = !available || burst?.state === 'running';
    if (!burst) return;
    mark(progress, 'data-state', burst.state);
    for (const step of stepList.children)
      mark(step, 'aria-current', burst.state === 'running' && step.dataset.step === burst.step ? 'step' : null);
    for (const { name, meter, figure } of bars) {
      const most = name === 'paid' ? Math.min(burst.buyers, burst.stock) : burst.buyers;
      meter.max = Math.max(1, most);
      meter.value = burst[name];
      say(figure, `${burst[name]} / ${most}`);
    }
    say(
      codes,
      Object.entries(burst.codes)
        .map(([code, count]) => `${code} × ${count}`)
        .join(' · '),
    );
    say(outcome, told(burst));
    mark(outcome, 'class', `outcome ${burst.outcome?.exact ? 'good-text' : 'bad-text'}`);
  }

  const form = h(
    'div',
    { class: 'row' },
    field(t('burst.buyers'), buyers),
    field(t('burst.stock'), stock),
    h('label', { class: 'row check' }, pay, t('burst.withPay')),
    run,
  );
  const content = h('div', { class: 'panel-body' }, h('p', { class: 'small quiet' }, t('burst.says')), form, progress);
  update();
  const extra = [callBehind(call)];
  return { element: panel(t('burst.title'), content, { extra, name: 'burst-panel' }), update };
}
