/** `document` with `part` between its marks `<!-- NAME: start -->` and `<!-- NAME: end -->`. */
export function withMarkedPart(document, file, name, part) {
  const [start, end] = [`<!-- ${name}: start -->`, `<!-- ${name}: end -->`];
  if (!document.includes(start) || !document.includes(end)) throw new Error(`${file} lacks ${start} … ${end}`);
  const [before, after] = [document.indexOf(start) + start.length, document.indexOf(end)];
  return `${document.slice(0, before)}\n\n${part}\n\n${document.slice(after)}`;
}
