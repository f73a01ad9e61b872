import { follow, read } from './api.js';
import { deliveries } from './deliveries.js';
import { el } from './dom.js';
import { faults } from './faults.js';
import { messages } from './messages.js';
import { payments } from './payments.js';
import { people } from './people.js';
import { setup } from './setup.js';
import { chinese, language, setLanguage, t } from './words.js';

const tabs = {
  people,
  payments,
  notifications: deliveries('notifications'),
  pushes: deliveries('pushes'),
  messages,
  faults,
  setup,
};
const byId = (id) => document.getElementById(id);
let state = null;
let catalogue = null;
let view = null;
let name = tabs[location.hash.slice(1)] ? location.hash.slice(1) : 'people';

/** A tab is made once and then shown every new state, so that what is being typed stays. */
function open(next) {
  name = next;
  history.replaceState(null, '', `#${next}`);
  view = tabs[next](catalogue);
  byId('main').replaceChildren(view.element);
  show();
}

function show() {
  byId('title').textContent = t('title');
  byId('subtitle').textContent = t('subtitle');
  byId('language').textContent = chinese() ? 'English' : '中文';
  byId('tabs').replaceChildren(
    ...Object.keys(tabs).map((tab) => {
      const count =
        state &&
        (state.totals[tab] ??
          (tab === 'people' ? state.totals.users : tab === 'payments' ? state.totals.transactions : null));
      return el(
        'button',
        { type: 'button', 'aria-current': String(tab === name), onclick: () => open(tab) },
        t(tab),
        count ? el('span', { class: 'count' }, String(count)) : null,
      );
    }),
  );
  byId('clock').textContent = state ? clockText(state) : t('gone');
  if (state) view.show(state);
}

function clockText({ clock }) {
  const skew = clock.skewMs === 0 ? '' : ` · ${t('skew')} ${Math.round(clock.skewMs / 1000)} s`;
  return `${t('live')} · ×${clock.timeScale}${skew}`;
}

byId('language').addEventListener('click', () => {
  setLanguage(language() === 'zh' ? 'en' : 'zh');
  open(name);
});

document.documentElement.lang = chinese() ? 'zh-CN' : 'en';
catalogue = await read('');
open(name);
void follow((next) => {
  state = next;
  show();
});
