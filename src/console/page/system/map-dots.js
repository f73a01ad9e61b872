import { s } from '../dom.js';

const TRAVEL_MS = 1_400;
const MOST = 24;
const MOST_NAMED = 5;
const NAME_HEIGHT = 20;
/** How far from the middle of its arrow a name may stand. */
const ASIDE = [0, -12, 12, -24, 24, -36, 36, -48, 48, -60, 60];
const isStill = matchMedia('(prefers-reduced-motion: reduce)');

const overlap = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/**
 * Lets events travel along arrows: a dot each, or, for who wants no motion, an arrow that lights up for as long. What
 * travels is named beside the middle of its arrow, where that hides neither a box nor another name.
 *
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 * @param {SVGGElement} layer
 * @param {readonly Box[]} boxes
 * @param {Box} frame
 */
export function createDots(layer, boxes, frame) {
  /** @type {{dot: SVGGElement, path: SVGPathElement, began: number}[]} */
  let under = [];
  /** @type {Map<SVGPathElement, {element: SVGGElement, place: Box}>} */
  const names = new Map();
  const lit = new Map();

  function step(now) {
    under = under.filter(({ dot, path, began }) => {
      const part = Math.min(1, Math.max(0, now - began) / TRAVEL_MS);
      // Slow at both ends, so that the eye sees where it comes from and where it goes.
      const eased = part < 0.5 ? 2 * part * part : 1 - (2 - 2 * part) ** 2 / 2;
      const { x, y } = path.getPointAtLength(path.getTotalLength() * eased);
      dot.setAttribute('transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      if (part < 1) return true;
      dot.remove();
      return false;
    });
    for (const path of names.keys()) if (!under.some((one) => one.path === path)) forget(path);
    if (under.length > 0) requestAnimationFrame(step);
  }

  function forget(path) {
    names.get(path)?.element.remove();
    names.delete(path);
  }

  /** The newest on a path is named. */
  function nameAt(path, text) {
    forget(path);
    if (names.size >= MOST_NAMED) return;
    const label = s('text', { class: 'dot-name' }, text);
    layer.append(label);
    const width = /** @type {SVGTextElement} */ (label).getComputedTextLength() + 12;
    const middle = path.getPointAtLength(path.getTotalLength() / 2);
    const x = Math.max(frame.x, Math.min(frame.x + frame.width - width, middle.x - width / 2));
    const taken = [...boxes, ...[...names.values()].map(({ place }) => place)];
    const place = ASIDE.map((aside) => ({ x, y: middle.y + aside - NAME_HEIGHT / 2, width, height: NAME_HEIGHT })).find(
      (one) =>
        one.y >= frame.y && one.y + NAME_HEIGHT <= frame.y + frame.height && !taken.some((box) => overlap(one, box)),
    );
    label.remove();
    if (!place) return;
    label.setAttribute('x', String(x + width / 2));
    label.setAttribute('y', String(place.y + 14.5));
    const element = /** @type {SVGGElement} */ (s('g', {}, s('rect', { ...place, rx: 5, class: 'dot-plate' }), label));
    layer.prepend(element);
    names.set(path, { element, place });
  }

  /**
   * @param {SVGPathElement} path
   * @param {string} name what travels
   */
  return function travel(path, kind, name) {
    clearTimeout(lit.get(path));
    path.classList.add('lit');
    lit.set(
      path,
      setTimeout(() => path.classList.remove('lit'), TRAVEL_MS),
    );
    if (isStill.matches || under.length >= MOST || document.hidden) return;
    const dot = /** @type {SVGGElement} */ (s('g', { class: `dot ${kind}` }, s('circle', { r: 6 })));
    layer.append(dot);
    nameAt(path, name);
    if (under.length === 0) requestAnimationFrame(step);
    under.push({ dot, path, began: performance.now() });
  };
}
