import { h, say } from '../dom.js';
import { panel, scroller } from '../parts.js';
import { t, word } from '../texts.js';
import { titleOf } from './timeline-entries.js';

const text = (value) => (typeof value === 'object' ? JSON.stringify(value, null, 1) : String(value));

/** All that is known of the entry that was chosen. */
export function entryFacts() {
  const title = h('h3', {});
  const list = h('dl', { class: 'facts' });
  const content = h('div', { class: 'entry-facts', 'aria-live': 'polite' }, title, list);
  const element = panel(t('timeline.facts'), scroller(t('timeline.facts'), content), { name: 'facts-panel' });
  element.hidden = true;

  return {
    element,
    show(entry) {
      element.hidden = !entry;
      if (!entry) return;
      say(title, titleOf(entry));
      const where = { [t('timeline.lane')]: word('context', entry.lane), [t('timeline.at')]: entry.at };
      const known = Object.entries({ ...where, ...entry.facts, traceId: entry.traceId });
      const rows = known.filter(([, value]) => value !== null && value !== undefined);
      list.replaceChildren(
        ...rows.flatMap(([name, value]) => [h('dt', {}, name), h('dd', { class: 'mono' }, text(value))]),
      );
    },
  };
}
