import { h, keyed, mark, say } from '../dom.js';
import { clockTime, duration } from '../format.js';
import { icon } from '../icons.js';
import { copyText, panel, scroller } from '../parts.js';
import { curl, sentAs } from '../sent.js';
import { t, word } from '../texts.js';
import { waterfall } from './waterfall.js';

const SHOWN = 60;
const choices = ['all', 'request', 'reaction', 'job'];

/** Units of work, newest first. What is open stays in the list while others go by. */
export function tracesView(app) {
  const { store } = app;
  const open = new Set();
  const list = h('ol', { class: 'traces' });
  const filter = h('select', { 'aria-label': t('trace.filter') });
  filter.append(...choices.map((kind) => h('option', { value: kind }, t(`trace.${kind}`))));
  filter.value = app.traceKind ?? 'all';
  filter.onchange = () => {
    app.traceKind = filter.value;
    update();
  };
  let isPaused = false;
  const pause = h(
    'button',
    { type: 'button', class: 'button bare tiny', 'aria-pressed': 'false' },
    icon('pause'),
    t('trace.pause'),
  );
  pause.onclick = () => {
    isPaused = !isPaused;
    mark(pause, 'aria-pressed', String(isPaused));
    update();
  };

  const draw = keyed(list, ({ spanId }) => spanId, makeRow);

  function makeRow(first) {
    let trace = first;
    let drawn = '';
    const name = h('code', { class: 'trace-name' });
    const whose = h('span', { class: 'chip whose' });
    const state = h('span', { class: 'chip state num' });
    const took = h('span', { class: 'num trace-ms' });
    const time = h('time', { class: 'small quiet num' });
    const button = h('button', { type: 'button', class: 'trace-head' }, time, name, whose, state, took);
    const more = h('div', { class: 'trace-more' });
    button.onclick = () => {
      if (!open.delete(trace.spanId)) open.add(trace.spanId);
      show();
    };

    function show() {
      // It may have been opened before the filter took it away.
      more.hidden = !open.has(trace.spanId);
      mark(button, 'aria-expanded', String(!more.hidden));
      const hasEnded = trace.ms !== undefined;
      if (more.hidden || drawn === `${hasEnded}`) return;
      drawn = `${hasEnded}`;
      more.replaceChildren(...(hasEnded ? details(trace) : [h('p', { class: 'small quiet' }, t('trace.running'))]));
    }

    return {
      element: h('li', { class: first.kind }, button, more),
      update(next) {
        trace = next;
        const hasEnded = trace.ms !== undefined;
        say(time, clockTime(trace.at));
        const full = trace.event ? `${trace.event.type} → ${trace.name}` : trace.name;
        say(name, full.replace(' /api/v1', ' '));
        mark(name, 'title', full);
        say(whose, trace.context ? word('context', trace.context) : word('trace', trace.kind));
        say(state, hasEnded ? (trace.status ?? trace.error ?? t('trace.ok')) : '…');
        mark(
          state,
          'class',
          `chip state num ${!hasEnded ? 'wait' : trace.isFault ? 'bad' : trace.error ? 'wait' : 'good'}`,
        );
        say(took, hasEnded ? duration(trace.ms) : '');
        show();
      },
    };
  }

  function details(trace) {
    const facts = [trace.error, trace.requestId && `${t('trace.requestId')} ${trace.requestId}`].filter(Boolean);
    const sent = trace.requestId ? sentAs(trace.requestId) : null;
    const request = sent ?? requestOf(trace);
    const copy =
      request &&
      h(
        'button',
        { type: 'button', class: 'button tiny', onclick: () => void copyText(curl(request)) },
        icon('copy'),
        t('copyCurl'),
      );
    return [
      h(
        'p',
        { class: 'row small' },
        facts.map((fact) => h('span', { class: 'quiet mono' }, fact)),
        copy,
      ),
      waterfall(trace),
    ];
  }

  function update() {
    if (isPaused) return;
    const kind = filter.value;
    const wanted = store.traces.filter((trace) => kind === 'all' || trace.kind === kind);
    draw(wanted.filter((trace, at) => at < SHOWN || open.has(trace.spanId)));
  }

  update();
  const element = panel(t('trace.title'), scroller(t('trace.title'), list), { extra: [filter, pause], name: 'traces' });
  return { element, update };
}

/** What is known of a request that others have sent: its line, and none of its body. Null for what went to no route, or is none. */
export function requestOf({ kind, name, about }) {
  const [method, template] = name.split(' ');
  if (kind !== 'request' || !template) return null;
  const ids = about.map((id) => id.split('/').map(encodeURIComponent).join('/'));
  const path = template.replace(/:\w+|\*/g, (place) => ids.shift() ?? place);
  const as = path.includes('/admin/') ? 'staff' : /\/auth\/|\/products|\/categories/.test(path) ? 'nobody' : 'shopper';
  return { method, path, as };
}
