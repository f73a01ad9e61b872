import { s } from '../dom.js';

const TRAVEL_MS = 1_400;
const MOST = 24;
const MOST_NAMED = 5;
const isStill = matchMedia('(prefers-reduced-motion: reduce)');

/** Lets events travel along arrows: a dot each, or, for who wants no motion, an arrow that lights up for as long. */
export function createDots(layer) {
  /** @type {{dot: SVGGElement, path: SVGPathElement, began: number}[]} */
  let under = [];
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
    if (under.length > 0) requestAnimationFrame(step);
  }

  /**
   * @param {SVGPathElement} path
   * @param {string} name what travels; said only while few are under way
   */
  return function travel(path, kind, name) {
    clearTimeout(lit.get(path));
    path.classList.add('lit');
    lit.set(
      path,
      setTimeout(() => path.classList.remove('lit'), TRAVEL_MS),
    );
    if (isStill.matches || under.length >= MOST || document.hidden) return;
    const label = under.length < MOST_NAMED ? s('text', { y: -10, class: 'dot-name' }, name) : null;
    const dot = /** @type {SVGGElement} */ (s('g', { class: `dot ${kind}` }, s('circle', { r: 6 }), label));
    layer.append(dot);
    if (under.length === 0) requestAnimationFrame(step);
    under.push({ dot, path, began: performance.now() });
  };
}
