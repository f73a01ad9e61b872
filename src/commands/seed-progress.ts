const told = new Map<string, number>();

/** A line that counts up on a terminal, and about ten lines where the output is kept. */
export function tellProgress(what: string, done: number, of: number): void {
  const line = `${what.padEnd(8)} ${done.toLocaleString('en')} of ${of.toLocaleString('en')}`;
  if (process.stdout.isTTY) process.stdout.write(`\r${line}${done === of ? '\n' : ''}`);
  else if (done === of || tenths(done, of) > tenths(told.get(what) ?? 0, of)) console.log(line);
  told.set(what, done);
}

function tenths(done: number, of: number): number {
  return Math.floor((10 * done) / of);
}
