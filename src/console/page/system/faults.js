import { ask } from '../api.js';
import { h, keyed, mark, say } from '../dom.js';
import { duration } from '../format.js';
import { action, callBehind, field, toast } from '../parts.js';
import { said, t } from '../texts.js';

const number = (name, value, min, max, step = 1) => ({ name, value, min, max, step });
const times = number('times', 1, 1, 100);

/**
 * What can be broken, and with what.
 *
 * @type {{name: string, faults: {kind: string, fields: ReturnType<typeof number>[], when?: string[]}[]}[]}
 */
const groups = [
  {
    name: 'notification',
    faults: [
      { kind: 'notification-duplicated', fields: [times, number('copies', 2, 1, 100)] },
      { kind: 'notification-delayed', fields: [times, number('delayMs', 10_000, 1, 600_000, 1_000)] },
      { kind: 'notification-lost', fields: [times] },
      { kind: 'notification-forged', fields: [times] },
    ],
  },
  {
    name: 'around',
    faults: [
      { kind: 'wechat-slow', fields: [number('delayMs', 2_000, 1, 60_000, 500)] },
      { kind: 'wechat-down', fields: [] },
      { kind: 'redis-frozen', fields: [] },
    ],
  },
  { name: 'process', faults: [{ kind: 'process-killed', fields: [], when: ['next-event', 'now'] }] },
];

/** A button for each fault, with what it has done so far; all can be ended. */
export function faultsView(app) {
  const { store } = app;
  const cards = [];
  const ending = async (path) => store.take('faults', await ask('DELETE', path));
  const endAll = action(t('faults.endAll'), () => ending('/console/faults'));

  /** @param {(typeof groups)[number]['faults'][number]} fault */
  function card({ kind, fields, when }) {
    const inputs = fields.map(({ name, ...rest }) => ({ name, input: h('input', { type: 'number', name, ...rest }) }));
    const select =
      when &&
      h(
        'select',
        { name: 'when' },
        when.map((value) => h('option', { value }, t(`when.${value}`))),
      );
    const body = () => ({
      ...Object.fromEntries(inputs.map(({ name, input }) => [name, Number(input.value)])),
      ...(select ? { when: select.value } : {}),
    });
    const call = () => ({ method: 'POST', path: `/console/faults/${kind}`, body: body() });
    const button = action(t('faults.set'), async () => {
      await ask('POST', call().path, body());
      // The process may be gone already.
      await store.refreshFaults().catch(() => undefined);
      toast(t(`fault.${kind}.set`));
    });
    mark(button, 'aria-label', `${t('faults.set')}: ${t(`fault.${kind}`)}`);
    const state = h('div', { class: 'fault-state' });
    const why = h('p', { class: 'small quiet' });
    const element = h(
      'li',
      { class: 'fault', 'data-kind': kind },
      h('div', { class: 'row spread' }, h('h3', {}, t(`fault.${kind}`)), callBehind(call)),
      h('p', { class: 'small quiet' }, t(`fault.${kind}.says`)),
      h(
        'div',
        { class: 'row' },
        inputs.map(({ name, input }) => field(t(`field.${name}`), input)),
        select && field(t('field.when'), select),
        button,
      ),
      why,
      state,
    );
    cards.push({ kind, button, why, draw: keyed(state, idOf, activeRow) });
    return element;
  }

  /**
   * A fault that is set: what it has done, for how long it goes on, and what ends it.
   *
   * @typedef {{id: string, hits: number, left: number | null, endsAt: string | null}} Fault
   * @param {Fault} fault
   * @returns {{element: Element, update(fault: Fault): void}}
   */
  function activeRow({ id }) {
    const facts = h('span', { class: 'small num' });
    const end = action(t('faults.end'), () => ending(`/console/faults/${id}`), { kind: 'tiny' });
    return {
      element: h('p', { class: 'row spread active' }, h('span', { class: 'chip wait' }, t('faults.on')), end, facts),
      update({ hits, left, endsAt }) {
        const until = endsAt === null ? 0 : new Date(endsAt).getTime() - app.now();
        const text = [
          t('faults.hits', { count: hits }),
          left !== null && t('faults.left', { count: left }),
          until > 0 && t('faults.ends', { left: duration(until) }),
        ];
        say(facts, text.filter(Boolean).join(' · '));
      },
    };
  }

  const idOf = ({ id }) => id;
  /** What was set at the simulated WeChat itself. */
  const elsewhere = h('div', { class: 'fault-state elsewhere' });
  const drawElsewhere = keyed(elsewhere, idOf, activeRow);

  function update() {
    const { items, kinds } = store.faults;
    drawElsewhere(items.filter(({ kind }) => !cards.some((one) => one.kind === kind)));
    endAll.disabled = items.length === 0;
    for (const one of cards) {
      const { available = true, reason = null } = kinds.find(({ kind }) => kind === one.kind) ?? {};
      one.button.disabled = !available;
      say(one.why, available ? '' : t('faults.unavailable', { reason: said(reason) }));
      one.draw(items.filter(({ kind }) => kind === one.kind));
    }
  }

  const element = h(
    'section',
    { class: 'panel faults', 'aria-label': t('faults.title') },
    h(
      'header',
      { class: 'panel-head' },
      h('h2', {}, t('faults.title')),
      endAll,
      callBehind(() => ({ method: 'DELETE', path: '/console/faults' })),
    ),
    elsewhere,
    groups.map(({ name, faults }) =>
      h(
        'div',
        { class: 'fault-group' },
        h('h3', { class: 'group-name' }, t(`faults.${name}`)),
        h('ul', {}, faults.map(card)),
      ),
    ),
  );
  update();
  return { element, update };
}
