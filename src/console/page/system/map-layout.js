import { findPlaces } from './map-places.js';

/** Of a box, and from one to the next. */
const sizes = {
  wide: { width: 126, height: 48, across: 166, down: 92 },
  tall: { width: 104, height: 54, across: 126, down: 98 },
};
const MARGIN = 14;
const BOWS = [0, 34, -34, 58, -58, 84, -84, 116, -116];

/**
 * How many columns so many boxes have: three where the map is narrow, else those with which they are drawn largest.
 *
 * @param {'wide' | 'tall'} shape
 * @param {{width: number, height: number}} place where the map is drawn
 */
export function columnsFor(count, shape, place) {
  if (shape === 'tall') return 3;
  const { width, height, across, down } = sizes[shape];
  const scale = (columns) => {
    const rows = Math.ceil(count / columns);
    const [wide, high] = [(columns - 1) * across + width, (rows - 1) * down + height];
    return Math.min(place.width / (wide + 2 * MARGIN), place.height / (high + 2 * MARGIN));
  };
  const all = Array.from({ length: Math.max(1, count - 2) }, (_, at) => at + 3);
  return all.reduce((best, columns) => (scale(columns) > scale(best) ? columns : best));
}

/**
 * A box for each.
 *
 * @param {readonly string[]} names
 * @param {readonly {from: string, to: string, weight: number}[]} links
 * @param {'wide' | 'tall'} shape
 */
export function layOut(names, links, shape, columns) {
  const { width, height, across, down } = sizes[shape];
  const places = findPlaces(names, links, { columns, rows: Math.ceil(names.length / columns) });
  return new Map(
    [...places].map(([name, { column, row }]) => [name, { x: column * across, y: row * down, width, height }]),
  );
}

/** What a picture of boxes and ways must show. */
export function frameOf(boxes, ways) {
  const corners = [...boxes.values()].flatMap(({ x, y, width, height }) => [
    { x, y },
    { x: x + width, y: y + height },
  ]);
  const all = [...corners, ...ways.flatMap(({ points }) => points)];
  const [left, top] = [Math.min(...all.map(({ x }) => x)), Math.min(...all.map(({ y }) => y))];
  const [right, bottom] = [Math.max(...all.map(({ x }) => x)), Math.max(...all.map(({ y }) => y))];
  return { x: left - MARGIN, y: top - MARGIN, width: right - left + 2 * MARGIN, height: bottom - top + 2 * MARGIN };
}

const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });

/** Where a line from a point in a box, in a direction, leaves the box. */
function edge(box, from, { dx, dy }) {
  const across = dx === 0 ? Infinity : ((dx > 0 ? box.x + box.width : box.x) - from.x) / dx;
  const down = dy === 0 ? Infinity : ((dy > 0 ? box.y + box.height : box.y) - from.y) / dy;
  const part = Math.min(across, down);
  return { x: from.x + dx * part, y: from.y + dy * part };
}

/** Whether a point is in a box or nearly. */
const isIn = ({ x, y, width, height }, point) =>
  point.x > x - 4 && point.x < x + width + 4 && point.y > y - 4 && point.y < y + height + 4;

/** Points along the curve from `a` to `b` that is drawn towards `over`. */
const along = (a, over, b) =>
  [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((part) => {
    const [one, both, other] = [(1 - part) ** 2, 2 * part * (1 - part), part ** 2];
    return { x: one * a.x + both * over.x + other * b.x, y: one * a.y + both * over.y + other * b.y };
  });

/**
 * The way of an arrow between two boxes, moved aside by `aside`: straight, or bowed as little as it takes to go around
 * what is in the way. One that comes to a map that is drawn stays within its frame.
 *
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 * @param {Map<string, Box>} boxes
 * @param {Box | null} frame
 * @returns {{path: string, points: {x: number, y: number}[]}}
 */
export function arrow(boxes, from, to, aside, frame = null) {
  const [a, b] = [boxes.get(from), boxes.get(to)];
  if (a === b) return loop(a);
  const others = [...boxes.values()].filter((box) => box !== a && box !== b);
  const [ma, mb] = [middle(a), middle(b)];
  const length = Math.hypot(mb.x - ma.x, mb.y - ma.y);
  const normal = { x: -(mb.y - ma.y) / length, y: (mb.x - ma.x) / length };
  const moved = (point, by) => ({ x: point.x + normal.x * by, y: point.y + normal.y * by });
  const ways = BOWS.map((bow) => {
    const over = moved({ x: (ma.x + mb.x) / 2, y: (ma.y + mb.y) / 2 }, aside + 2 * bow);
    const [start, end] = [leaving(a, moved(ma, aside), over), leaving(b, moved(mb, aside), over)];
    const points = along(start, over, end);
    const hits = points.filter((point) => others.some((box) => isIn(box, point))).length;
    const outside = frame ? points.filter((point) => !isIn(frame, point)).length : 0;
    return { start, over, end, points, hits: hits + 100 * outside, isStraight: bow === 0 };
  });
  const { start, over, end, points, isStraight } = ways.reduce((best, way) => (way.hits < best.hits ? way : best));
  const at = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return { path: isStraight ? `M${at(start)} L${at(end)}` : `M${at(start)} Q${at(over)} ${at(end)}`, points };
}

const leaving = (box, from, towards) => edge(box, from, { dx: towards.x - from.x, dy: towards.y - from.y });

/** What a context tells itself: around its upper right corner, where no other arrow is. */
function loop({ x, y, width }) {
  const right = x + width;
  const path = `M${right - 22} ${y} C${right - 22} ${y - 26} ${right + 26} ${y + 20} ${right} ${y + 20}`;
  return { path, points: [{ x: right + 14, y: y - 14 }] };
}
