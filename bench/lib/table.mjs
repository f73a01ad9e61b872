const HEADINGS = ['case', 'what', 'ours', 'peer', 'ratio', 'CPU', 'goal'];

/** Rows as text in columns. */
export function table(rows) {
  const lines = [HEADINGS, ...rows.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const rule = widths.map((width) => '-'.repeat(width));
  const [headings, ...body] = lines;
  return [headings, rule, ...body]
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cells({ case: name, what, ours, peer, ratio, goal }) {
  return [
    name,
    what,
    `${ours.name}: ${time(ours)}`,
    `${peer.name}: ${time(peer)}`,
    `${significant(ratio)}×`,
    ours.cpu && peer.cpu ? `${significant(ours.cpu / peer.cpu)}×` : '',
    goal ?? '',
  ];
}

function time({ unit, time: one, p50, p99, perSecond, cpu }) {
  if (p50 === undefined) return `${significant(one)} ${unit}`;
  const answers = `${Math.round(perSecond)}/s, p50 ${significant(p50)} ${unit}, p99 ${significant(p99)} ${unit}`;
  return cpu ? `${answers}, CPU ${significant(cpu)} µs` : answers;
}

function significant(number) {
  return number >= 100 ? String(Math.round(number)) : String(Number(number.toPrecision(3)));
}
