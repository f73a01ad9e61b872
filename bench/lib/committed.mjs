import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Two runs of one thing differ by as much on a quiet machine. */
const NOISE = 1.2;

const nameOf = ({ case: name, what, peer }) => `${name}: ${what}, beside ${peer.name}`;

/** How many times the peer's CPU time, or where that is not known its time, ours takes. */
const costOf = ({ ours, peer, ratio }) => (ours.cpu && peer.cpu ? ours.cpu / peer.cpu : ratio);

/** Keeps a run's ratios: what later runs are held against. */
export function commit(file, { at, stores, rows }) {
  const ratios = Object.fromEntries(rows.map((row) => [nameOf(row), Number(costOf(row).toPrecision(3))]));
  writeFileSync(file, `${JSON.stringify({ at, stores, ratios }, null, 2)}\n`);
}

/** The run that was kept there, or null. */
export function committed(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** Says what takes longer, held against its peer, than it did in the committed run. */
export function comparison(rows, { at, ratios }) {
  const both = rows.filter((row) => ratios[nameOf(row)] !== undefined);
  const slower = both.filter((row) => costOf(row) > ratios[nameOf(row)] * NOISE);
  const day = at.slice(0, 10);
  if (slower.length === 0) return [`none of ${both.length} is slower than in the committed run of ${day}`];
  const change = (row) => `${ratios[nameOf(row)]}× → ${Number(costOf(row).toPrecision(3))}×`;
  return slower.map((row) => `slower than in the committed run of ${day}: ${nameOf(row)}: ${change(row)}`);
}
