/** Places for the contexts the shop comes with, by column and row; others take what is free, row by row. */
const places = {
  wide: {
    columns: 4,
    size: { width: 132, height: 58, across: 186, down: 118 },
    at: {
      ...{ media: [0, 0], user: [1, 0], auth: [2, 0], catalog: [0, 1], order: [1, 1], payment: [2, 1] },
      ...{ inventory: [0, 2], cart: [1, 2], promotion: [2, 2], notification: [3, 2], wechat: [3, 1] },
    },
  },
  tall: {
    columns: 3,
    size: { width: 104, height: 54, across: 124, down: 104 },
    at: {
      ...{ media: [0, 0], user: [1, 0], auth: [2, 0], catalog: [0, 1], order: [1, 1], inventory: [0, 2] },
      ...{ payment: [2, 1], notification: [1, 2], wechat: [2, 2], cart: [0, 3], promotion: [1, 3] },
    },
  },
};
const MARGIN = 14;

/** @param {'wide' | 'tall'} shape */
export function layOut(contexts, shape) {
  const { columns, size, at } = places[shape];
  const taken = new Set(Object.values(at).map(String));
  const boxes = new Map();
  let free = 0;
  for (const context of [...contexts, 'wechat']) {
    let place = at[context];
    while (!place) {
      const next = [free % columns, Math.floor(free / columns)];
      free += 1;
      if (!taken.has(String(next))) place = next;
    }
    const [column, row] = place;
    boxes.set(context, {
      x: MARGIN + column * size.across,
      y: MARGIN + row * size.down,
      width: size.width,
      height: size.height,
    });
  }
  const right = Math.max(...[...boxes.values()].map(({ x, width }) => x + width));
  const bottom = Math.max(...[...boxes.values()].map(({ y, height }) => y + height));
  return { boxes, width: right + MARGIN, height: bottom + MARGIN };
}

const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });

/** Where a line from a point in a box, in a direction, leaves the box. */
function edge(box, from, { dx, dy }) {
  const across = dx === 0 ? Infinity : ((dx > 0 ? box.x + box.width : box.x) - from.x) / dx;
  const down = dy === 0 ? Infinity : ((dy > 0 ? box.y + box.height : box.y) - from.y) / dy;
  const part = Math.min(across, down);
  return { x: from.x + dx * part, y: from.y + dy * part };
}

const crosses = (box, a, b) => {
  for (let part = 0.1; part < 0.95; part += 0.1) {
    const [x, y] = [a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part];
    if (x > box.x - 4 && x < box.x + box.width + 4 && y > box.y - 4 && y < box.y + box.height + 4) return true;
  }
  return false;
};

/**
 * The path of an arrow between two boxes: moved aside by `aside`, and bowed where a third box is in the way.
 *
 * @param {Map<string, {x: number, y: number, width: number, height: number}>} boxes
 */
export function arrow(boxes, from, to, aside) {
  const [a, b] = [boxes.get(from), boxes.get(to)];
  if (a === b) return loop(a);
  const [ma, mb] = [middle(a), middle(b)];
  const length = Math.hypot(mb.x - ma.x, mb.y - ma.y);
  const normal = { x: -(mb.y - ma.y) / length, y: (mb.x - ma.x) / length };
  const moved = (point, by) => ({ x: point.x + normal.x * by, y: point.y + normal.y * by });
  const [dx, dy] = [mb.x - ma.x, mb.y - ma.y];
  const start = edge(a, moved(ma, aside), { dx, dy });
  const end = edge(b, moved(mb, aside), { dx: -dx, dy: -dy });
  const isBlocked = [...boxes].some(([name, box]) => name !== from && name !== to && crosses(box, start, end));
  const bow = moved({ x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 }, isBlocked ? bowOf(a, b) : 0);
  const at = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return isBlocked ? `M${at(start)} Q${at(bow)} ${at(end)}` : `M${at(start)} L${at(end)}`;
}

/** What a context tells itself: from its lower edge and back. */
function loop({ x, y, width, height }) {
  const [middleX, bottom] = [x + width / 2, y + height];
  return `M${middleX - 12} ${bottom} C${middleX - 22} ${bottom + 26} ${middleX + 22} ${bottom + 26} ${middleX + 12} ${bottom}`;
}

/** To the side on which there is room: outside the map. */
function bowOf(a, b) {
  if (Math.abs(a.x - b.x) < 1) return a.y > b.y ? 150 : -150;
  return a.x < b.x ? -92 : 92;
}
