import { s } from '../dom.js';
import { exactTime, yuan } from '../format.js';
import { t, word } from '../texts.js';
import { detail, links, marks, titleOf } from './timeline-entries.js';

const ROW = 30;
const HEAD = 74;
const LEFT = 14;

const laneWidth = (isNarrow) => (isNarrow ? 22 : 40);
const lanesWidth = (count, isNarrow) => LEFT + count * laneWidth(isNarrow) + 6;

const middle = (at) => HEAD + at * ROW + ROW / 2;

function glyph(kind, x, y, colours) {
  const colour = colours[kind] ?? colours.line;
  const filled = { fill: colour };
  const drawn = { fill: colours.surface, stroke: colour, 'stroke-width': 2 };
  const shapes = {
    square: () => s('rect', { x: x - 5, y: y - 5, width: 10, height: 10, rx: 2, ...filled }),
    diamond: () => s('path', { d: `M${x} ${y - 7} L${x + 7} ${y} L${x} ${y + 7} L${x - 7} ${y}Z`, ...filled }),
    ring: () => s('circle', { cx: x, cy: y, r: 5, ...drawn }),
    cross: () =>
      s('path', { d: `M${x - 5} ${y - 5} l10 10 M${x + 5} ${y - 5} l-10 10`, stroke: colour, 'stroke-width': 2.5 }),
    arrow: () => s('path', { d: `M${x - 6} ${y - 5} L${x + 6} ${y} L${x - 6} ${y + 5}Z`, ...filled }),
    'arrow-back': () => s('path', { d: `M${x + 6} ${y - 5} L${x - 6} ${y} L${x + 6} ${y + 5}Z`, ...filled }),
    bar: () => s('rect', { x: x - 3, y: y - 7, width: 6, height: 14, rx: 1.5, ...filled }),
    coin: () => s('circle', { cx: x, cy: y, r: 6, ...filled }),
    dot: () => s('circle', { cx: x, cy: y, r: 7, ...drawn, 'stroke-width': 4 }),
    line: () => s('path', { d: `M${x - 6} ${y} h12`, stroke: colour, 'stroke-width': 2.5 }),
  };
  return shapes[marks[kind] ?? 'line']();
}

/** Lanes, and what happened in each, a row for each entry. Every look is an attribute, so that it stands by itself in a file. */
function lanesPicture({ lanes, entries }, { colours, isNarrow }) {
  const width = lanesWidth(lanes.length, isNarrow);
  const height = HEAD + Math.max(1, entries.length) * ROW + 8;
  const xOf = (lane) => LEFT + lanes.indexOf(lane) * laneWidth(isNarrow) + laneWidth(isNarrow) / 2;
  const back = lanes.map((lane) => {
    const x = xOf(lane);
    return s('line', { x1: x, y1: HEAD - 6, x2: x, y2: height - 4, stroke: colours.faint, 'stroke-width': 1.5 });
  });
  const names = lanes.map((lane) => {
    const x = xOf(lane);
    const turned = {
      x: x + 4,
      y: HEAD - 12,
      transform: `rotate(-52 ${x + 4} ${HEAD - 12})`,
      fill: colours.ink,
      'font-size': 12,
    };
    return s('text', turned, word('context', lane));
  });
  const ties = links(entries).map(([from, to]) => {
    const [x1, y1, x2, y2] = [xOf(entries[from].lane), middle(from), xOf(entries[to].lane), middle(to)];
    return s('path', {
      d: `M${x1} ${y1} C${x1} ${(y1 + y2) / 2} ${x2} ${(y1 + y2) / 2} ${x2} ${y2}`,
      fill: 'none',
      stroke: colours.event,
      'stroke-width': 1.5,
      'stroke-opacity': 0.55,
    });
  });
  const glyphs = entries.map((entry, at) => glyph(entry.kind, xOf(entry.lane), middle(at), colours));
  return { width, height, names, parts: [...back, ...ties, ...glyphs] };
}

/** The picture in the page: the lanes beside a list that ears and keys can read, and their names, which stay where they are when it is scrolled. */
export function lanesElements(data, looks) {
  const { width, height: below, names, parts } = lanesPicture(data, looks);
  const cut = (name, from, height, inside) => {
    const properties = { class: name, width, height, viewBox: `0 ${from} ${width} ${height}`, 'aria-hidden': 'true' };
    return s('svg', properties, inside);
  };
  return { names: cut('lane-names', 0, HEAD, names), lanes: cut('lanes', HEAD, below - HEAD, parts) };
}

/** The whole picture as a file: lanes, times and words. */
export function wholePicture(data, looks) {
  const { width: lanes, height, names, parts } = lanesPicture(data, looks);
  const [width, below] = [lanes + 660, height + 34];
  const { colours } = looks;
  const text = (x, y, fill, said, more = {}) => s('text', { x, y, fill, 'font-size': 13, ...more }, said);
  const rows = data.entries.flatMap((entry, at) => [
    text(lanes + 8, middle(at) + 4, colours.ink2, exactTime(entry.at), { 'font-family': 'monospace', 'font-size': 12 }),
    text(lanes + 122, middle(at) + 4, colours.ink, `${titleOf(entry)}   ${detail(entry)}`.slice(0, 84)),
  ]);
  return s(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height: below,
      viewBox: `0 0 ${width} ${below}`,
      'font-family': 'system-ui, sans-serif',
    },
    s('rect', { width, height: below, fill: colours.surface }),
    text(lanes + 8, 30, colours.ink, t('timeline.of', { id: data.order.id }), { 'font-size': 15, 'font-weight': 600 }),
    text(lanes + 8, 50, colours.ink2, `${t(`status.${data.order.status}`)} · ${yuan(data.order.totalFen)}`),
    names,
    parts,
    rows,
    text(14, below - 12, colours.ink2, `Jishi 集市 · ${location.origin}/console#order=${data.order.id}`, {
      'font-size': 11,
    }),
  );
}

/** The colours of the page as it is seen, by kind. */
export function coloursNow() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  const [cobalt, jade, amber, seal, ink, ink2, line] = [
    'cobalt',
    'jade',
    'amber',
    'seal',
    'ink',
    'ink-2',
    'line-strong',
  ].map(of);
  return {
    ink,
    ink2,
    line,
    faint: of('line'),
    surface: of('surface'),
    request: ink2,
    job: ink2,
    list: ink2,
    event: cobalt,
    reaction: cobalt,
    'reaction-failed': seal,
    'wechat-call': jade,
    notification: jade,
    stock: amber,
    payment: jade,
    refund: seal,
    order: ink,
    audit: line,
  };
}
