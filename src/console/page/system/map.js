import { h, mark, s, say } from '../dom.js';
import { isStacked } from '../looks.js';
import { panel } from '../parts.js';
import { t, word } from '../texts.js';
import { arrow, columnsFor, frameOf, layOut } from './map-layout.js';
import { createDots } from './map-dots.js';

const towards = (from, to) => `${from}>${to}`;
/** How much what goes this way wants its ends to be near each other. */
const weights = { ask: 1, event: 2, wechat: 1.5 };

/** The context map, drawn from what the shop says of itself, with what is going on in it. */
export function mapView(app) {
  const { store } = app;
  const place = h('div', { class: 'map-place' });
  const now = h('p', { class: 'map-now small', 'aria-hidden': 'true' });
  let picture = null;
  let drawnFor = '';

  function draw() {
    const shape = isStacked.matches ? 'tall' : 'wide';
    const { map, events } = store.state;
    const size = { width: place.clientWidth, height: place.clientHeight };
    // Before it stands in the page it has no size.
    if (size.width === 0) return;
    const columns = columnsFor(map.length + 1, shape, size);
    const key = `${shape} ${columns} ${store.run}`;
    if (key !== drawnFor) {
      drawnFor = key;
      picture = drawMap(map, events, shape, columns);
      place.replaceChildren(picture.element);
      mark(picture.element, 'aria-label', t('map.label', { count: map.length }));
    }
    picture.update(store);
  }

  /** What arrives along which arrow, by what the feed tells. */
  function hear(type, data) {
    if (!picture) return;
    if (type === 'inbox') {
      const event = store.events.get(data.eventId);
      if (event) picture.travel(event.from, data.context, 'event', event.type);
      picture.flash(data.context);
      if (event) say(now, `${event.type}  →  ${word('context', data.context)} · ${data.handler}`);
    } else if (type === 'call.began') {
      picture.travel(store.callerOf(data), 'wechat', 'call', data.name.replace('WeChat ', ''));
      say(now, data.name);
    } else if (type === 'notification' && data.status === 'sending') {
      picture.travel('wechat', 'payment', 'notice', data.eventType);
      say(now, `${t('context.wechat')}  →  ${data.eventType}`);
    } else if (type === 'trace.ended' && data.context) picture.flash(data.context);
  }

  draw();
  const legend = h(
    'p',
    { class: 'legend small' },
    h('span', { class: 'key event' }, t('map.event')),
    h('span', { class: 'key ask' }, t('map.call')),
    h('span', { class: 'key wechat' }, t('map.wechat')),
  );
  const element = panel(t('map.title'), h('div', { class: 'map-body' }, place, now), { extra: [legend], name: 'map' });
  return { element, hear, update: draw };
}

function drawMap(map, events, shape, columns) {
  const contexts = map.map(({ context }) => context);
  const lines = s('g', { class: 'lines' });
  const dots = s('g', { class: 'dots' });
  const nodes = s('g', { class: 'nodes' });
  const paths = new Map();
  /** @type {[from: string, to: string, kind: string, says: string][]} */
  const pairs = [];

  for (const { context, calls } of map) for (const call of calls) pairs.push([context, call.context, 'ask', call.for]);
  const heard = new Map();
  for (const { type, from, to } of events) {
    for (const { context } of to)
      heard.set(towards(from, context), [...(heard.get(towards(from, context)) ?? []), type]);
  }
  for (const [key, types] of heard) {
    const [from, to] = key.split('>');
    pairs.push([from, to, 'event', types.join(', ')]);
  }
  // Money always takes these ways. Others to WeChat are drawn once somebody goes them.
  if (contexts.includes('payment'))
    pairs.push(['payment', 'wechat', 'wechat', ''], ['wechat', 'payment', 'wechat', '']);

  const names = [...contexts, 'wechat'];
  const known = pairs.filter(([from, to]) => names.includes(from) && names.includes(to));
  const links = known.map(([from, to, kind]) => ({ from, to, weight: weights[kind] }));
  const boxes = layOut(names, links, shape, columns);
  const ways = [];
  let frame = null;

  const seen = new Map();
  function connect([from, to, kind, says]) {
    // Arrows between the same two lie side by side, each to the right of its own way.
    const same = [from, to].sort().join();
    const place = seen.get(same) ?? 0;
    seen.set(same, place + 1);
    const aside = [-7, 7, -18, 18][place % 4] * (from < to ? 1 : -1);
    const way = arrow(boxes, from, to, aside, frame);
    ways.push(way);
    const path = s('path', {
      d: way.path,
      class: `arrow ${kind}`,
      'marker-end': `url(#${kind}-head)`,
    });
    path.append(s('title', {}, `${word('context', from)} → ${word('context', to)}${says && `: ${says}`}`));
    lines.append(path);
    if (kind !== 'ask') paths.set(towards(from, to), path);
    return path;
  }
  known.forEach(connect);
  // Arrows that come later find their way within it: nothing that is looked at is moved.
  frame = frameOf(boxes, ways);

  const counts = new Map();
  for (const [context, { x, y, width: wide, height: high }] of boxes) {
    const count = s('text', { x: x + wide / 2, y: y + high - 11, class: 'node-count' }, '');
    const box = s('rect', { x, y, width: wide, height: high, rx: 10 });
    const name = s('text', { x: x + wide / 2, y: y + high / 2 - 3, class: 'node-name' }, word('context', context));
    nodes.append(s('g', { class: `node ${context === 'wechat' ? 'wechat' : ''}` }, box, name, count));
    counts.set(context, { count, box });
  }

  const heads = ['ask', 'event', 'wechat'].map((kind) =>
    s(
      'marker',
      { id: `${kind}-head`, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' },
      s('path', { d: 'M0 0.8 7.5 4 0 7.2Z', class: `head ${kind}` }),
    ),
  );
  const element = s(
    'svg',
    { class: `map-picture ${shape}`, viewBox: `${frame.x} ${frame.y} ${frame.width} ${frame.height}`, role: 'img' },
    s('defs', {}, heads),
    lines,
    nodes,
    dots,
  );
  const travel = createDots(dots, [...boxes.values()], frame);
  const pathOf = (from, to) => {
    const isKnown = boxes.has(from) && boxes.has(to);
    return paths.get(towards(from, to)) ?? (isKnown ? connect([from, to, 'wechat', '']) : null);
  };
  return {
    element,
    travel(from, to, kind, name) {
      const path = pathOf(from, to);
      if (path) travel(path, kind, name);
    },
    /** What is known of it from before it was drawn as well. */
    update({ done, callers }) {
      for (const caller of callers) pathOf(caller, 'wechat');
      for (const [context, { count }] of counts)
        if (done.has(context)) say(count, t('map.units', { count: done.get(context) }));
    },
    flash(context) {
      const node = counts.get(context);
      if (!node) return;
      node.box.classList.add('busy');
      clearTimeout(node.timer);
      node.timer = setTimeout(() => node.box.classList.remove('busy'), 700);
    },
  };
}
