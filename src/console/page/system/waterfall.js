import { h, s } from '../dom.js';
import { duration } from '../format.js';
import { t, word } from '../texts.js';

const WIDTH = 200;

/** The parts of one unit of work, one below the other, each where in time it was. */
export function waterfall({ spans, more, ms }) {
  const depths = new Map();
  const rows = spans.map((span) => {
    const depth = Math.min(6, (depths.get(span.parentId) ?? -1) + 1);
    depths.set(span.spanId, depth);
    const scale = WIDTH / Math.max(ms, 0.01);
    const x = Math.min(WIDTH - 2, span.startMs * scale);
    const bar = s('rect', { x, y: 3, height: 8, rx: 2, width: Math.max(2, Math.min(WIDTH - x, span.ms * scale)) });
    const picture = s(
      'svg',
      { class: `bar ${span.kind}`, viewBox: `0 0 ${WIDTH} 14`, preserveAspectRatio: 'none' },
      bar,
    );
    picture.setAttribute('aria-hidden', 'true');
    const name = h('span', { class: 'span-name', title: span.text ?? span.name }, span.text ?? span.name);
    name.style.paddingInlineStart = `${depth * 12}px`;
    return h(
      'li',
      { class: span.error ? 'failed' : null },
      h('span', { class: `span-kind ${span.kind}` }, word('span', span.kind)),
      name,
      picture,
      h('span', { class: 'num span-ms' }, duration(span.ms)),
      span.error && h('span', { class: 'chip bad' }, span.error),
    );
  });
  if (rows.length === 0) return h('p', { class: 'small quiet' }, t('trace.noParts'));
  return h(
    'ol',
    { class: 'waterfall' },
    rows,
    more > 0 && h('li', { class: 'quiet' }, t('trace.more', { count: more })),
  );
}
