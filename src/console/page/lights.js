import { h, mark, say } from './dom.js';
import { clockTime } from './format.js';
import { action, callBehind } from './parts.js';
import { t } from './texts.js';

const ids = ['I1', 'I2', 'I3', 'I4'];

/** The four invariants, always in sight; each opens to what it says and to what is wrong with it. */
export function lightsView(app) {
  const { store } = app;
  const dialog = h('dialog', { 'aria-label': t('lights.title') });
  const content = h('div', {});
  const close = h('button', { type: 'button', class: 'button', onclick: () => dialog.close() }, t('close'));
  const look = action(t('lights.look'), () => store.look());
  dialog.append(
    content,
    h(
      'div',
      { class: 'row' },
      look,
      close,
      callBehind(() => ({ method: 'GET', path: '/console/invariants' })),
    ),
  );

  const lights = ids.map((id) => {
    const state = h('span', { class: 'hidden-text' });
    const button = h(
      'button',
      { type: 'button', class: 'light', 'data-light': id, onclick: () => open() },
      h('span', { class: 'lamp', 'aria-hidden': 'true' }),
      h('span', {}, id),
      state,
    );
    return { id, button, state };
  });

  /** Those that were told of last may be long ago: nothing is told while nothing changes. */
  function open() {
    showAll();
    dialog.showModal();
    void store.look().catch(() => undefined);
  }

  const some = (title, items, count) =>
    items.length > 0 && [
      h('p', { class: 'small' }, t(title, { count: count ?? items.length })),
      h(
        'ul',
        { class: 'small mono wrong' },
        items.map((item) => h('li', {}, typeof item === 'string' ? item : JSON.stringify(item))),
      ),
    ];

  const isLost = () => store.connection === 'lost';
  /** What is known of a light; of a shop that does not answer, what was. */
  const toldOf = (state) =>
    isLost() && store.lights
      ? t('lights.lost', { state: t(`lights.${state}`), time: clockTime(store.lights.checkedAt) })
      : t(`lights.${state}`);

  let shown = [];

  /** Only what is new: whoever reads keeps the place, and what is marked. */
  function showAll() {
    const { lights: now } = store;
    if (now === shown[0] && isLost() === shown[1]) return undefined;
    shown = [now, isLost()];
    if (!now) return content.replaceChildren(h('p', {}, t('lights.notYet')));
    return content.replaceChildren(
      h('h2', {}, t('lights.title')),
      h('p', { class: 'small quiet num' }, t('lights.checked', { time: clockTime(now.checkedAt), ms: now.tookMs })),
      ...now.lights.map(({ id, says, state, problems, waiting, problemCount, waitingCount }) =>
        h(
          'section',
          { class: 'light-facts' },
          h(
            'h3',
            { class: 'row' },
            h('span', { class: `lamp ${isLost() ? '' : state}`, 'aria-hidden': 'true' }),
            `${id} · ${toldOf(state)}`,
          ),
          h('p', {}, t(`lights.${id}`)),
          h('p', { class: 'small quiet', lang: 'en' }, says),
          some('lights.wrong', problems, problemCount),
          some('lights.waiting', waiting, waitingCount),
        ),
      ),
    );
  }

  const asOf = h('span', { class: 'as-of small quiet num', 'aria-hidden': 'true' });

  function update() {
    for (const { id, button, state } of lights) {
      const now = store.lights?.lights.find((light) => light.id === id)?.state ?? 'unknown';
      mark(button, 'data-state', isLost() ? 'unknown' : now);
      say(state, `: ${toldOf(now)}`);
      mark(button, 'title', `${t(`lights.${id}`)} — ${toldOf(now)}`);
    }
    asOf.hidden = !isLost() || !store.lights;
    if (store.lights) say(asOf, t('lights.asOf', { time: clockTime(store.lights.checkedAt) }));
    if (dialog.open) showAll();
  }
  update();
  const element = h(
    'div',
    { class: 'lights', role: 'group', 'aria-label': t('lights.title') },
    lights.map(({ button }) => button),
    asOf,
  );
  return { element, dialog, update };
}
