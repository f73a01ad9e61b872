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

  function open() {
    showAll();
    dialog.showModal();
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

  let shown;

  /** Only what is new: whoever reads keeps the place, and what is marked. */
  function showAll() {
    const { lights: now } = store;
    if (now === shown) return undefined;
    shown = now;
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
            h('span', { class: `lamp ${state}`, 'aria-hidden': 'true' }),
            `${id} · ${t(`lights.${state}`)}`,
          ),
          h('p', {}, t(`lights.${id}`)),
          h('p', { class: 'small quiet', lang: 'en' }, says),
          some('lights.wrong', problems, problemCount),
          some('lights.waiting', waiting, waitingCount),
        ),
      ),
    );
  }

  function update() {
    for (const { id, button, state } of lights) {
      const now = store.lights?.lights.find((light) => light.id === id)?.state ?? 'unknown';
      mark(button, 'data-state', now);
      say(state, `: ${t(`lights.${now}`)}`);
      mark(button, 'title', `${t(`lights.${id}`)} — ${t(`lights.${now}`)}`);
    }
    if (dialog.open) showAll();
  }
  update();
  const element = h(
    'div',
    { class: 'lights', role: 'group', 'aria-label': t('lights.title') },
    lights.map(({ button }) => button),
  );
  return { element, dialog, update };
}
