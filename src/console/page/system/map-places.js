/**
 * Finds where on a grid contexts stand, so that what has to do with each other is near, and few arrows cross or go behind
 * somebody else. Nothing is written down about who there is: a context more finds its place. The same contexts stand at the
 * same places each time.
 */

const STARTS = 5;
const BEHIND = 5;
const CROSSING = 1.2;

/** Numbers below 1 that look like chance and are the same each time. */
function dice(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * @param {readonly string[]} names
 * @param {readonly {from: string, to: string, weight: number}[]} links the heavier, the nearer
 * @param {{columns: number, rows: number}} grid with room for all of them
 * @returns {Map<string, {column: number, row: number}>}
 */
export function findPlaces(names, links, { columns, rows }) {
  const cells = columns * rows;
  const column = (cell) => cell % columns;
  const row = (cell) => Math.floor(cell / columns);
  const numbers = new Map(names.map((name, at) => [name, at]));
  const edges = together(links).map(({ from, to, weight }) => [numbers.get(from), numbers.get(to), weight]);

  /** Whether a cell lies on the straight way between two others. */
  const isBetween = (cell, a, b) => {
    if (cell === a || cell === b) return false;
    const [ax, ay, bx, by] = [column(a), row(a), column(b), row(b)];
    const [dx, dy, px, py] = [bx - ax, by - ay, column(cell) - ax, row(cell) - ay];
    if (px * dx + py * dy < 0 || px * px + py * py > dx * dx + dy * dy) return false;
    return Math.abs(px * dy - py * dx) <= 0.4 * Math.hypot(dx, dy);
  };
  const side = (a, b, c) => (column(b) - column(a)) * (row(c) - row(a)) - (row(b) - row(a)) * (column(c) - column(a));
  const isCrossing = (a, b, c, d) => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;

  /** Of each way from cell to cell how far it is, and what lies on it: asked for some ten thousand times. */
  const all = Array.from({ length: cells }, (_, cell) => cell);
  const ways = all.map((a) =>
    all.map((b) => ({
      length: Math.hypot(column(a) - column(b), row(a) - row(b)) ** 1.5,
      between: all.filter((cell) => isBetween(cell, a, b)),
    })),
  );

  /** @param {readonly (number | null)[]} standing who stands in each cell */
  function cost(standing) {
    const cellOf = new Array(names.length);
    standing.forEach((who, cell) => who !== null && (cellOf[who] = cell));
    let sum = 0;
    for (let at = 0; at < edges.length; at++) {
      const [from, to, weight] = edges[at];
      const [a, b] = [cellOf[from], cellOf[to]];
      const { length, between } = ways[a][b];
      sum += weight * length;
      for (const cell of between) if (standing[cell] !== null) sum += BEHIND;
      for (let other = 0; other < at; other++)
        if (isCrossing(a, b, cellOf[edges[other][0]], cellOf[edges[other][1]])) sum += CROSSING;
    }
    return sum;
  }

  const chance = dice(7);
  const empty = Array.from({ length: cells }, (_, cell) => (cell < names.length ? cell : null));
  let best = { standing: empty, cost: Infinity };
  for (let start = 0; start < STARTS; start++) {
    const found = improve(start === 0 ? [...empty] : shuffled(empty, chance), cost);
    if (found.cost < best.cost) best = found;
  }
  return new Map(
    best.standing.flatMap((who, cell) =>
      who === null ? [] : [[names[who], { column: column(cell), row: row(cell) }]],
    ),
  );
}

/** Lets two cells change places as long as that makes it better. */
function improve(standing, cost) {
  let least = cost(standing);
  const swap = (a, b) => ([standing[a], standing[b]] = [standing[b], standing[a]]);
  for (let isBetter = true; isBetter;) {
    isBetter = false;
    for (let a = 0; a < standing.length; a++) {
      for (let b = a + 1; b < standing.length; b++) {
        if (standing[a] === null && standing[b] === null) continue;
        swap(a, b);
        const now = cost(standing);
        if (now < least - 1e-9) [least, isBetter] = [now, true];
        else swap(a, b);
      }
    }
  }
  return { standing, cost: least };
}

/** Links between the same two are one, in whichever direction. */
function together(links) {
  const found = new Map();
  for (const { from, to, weight } of links) {
    if (from === to) continue;
    const [one, other] = [from, to].sort();
    const key = `${one} ${other}`;
    found.set(key, { from: one, to: other, weight: (found.get(key)?.weight ?? 0) + weight });
  }
  return [...found.values()];
}

function shuffled(list, chance) {
  const all = [...list];
  for (let at = all.length - 1; at > 0; at--) {
    const other = Math.floor(chance() * (at + 1));
    [all[at], all[other]] = [all[other], all[at]];
  }
  return all;
}
