/** Times that are remembered, by their milliseconds; a list of orders has a few. */
const MOST = 64;
const ISO_LENGTH = '2026-01-31T23:59:59.999Z'.length;
const texts = new Map<number, string>();

/**
 * The values with times as text, the one the driver would write. It writes each anew, for a microsecond, and the rows of a list share
 * theirs.
 */
export function timesAsText(values: readonly unknown[]): readonly unknown[] {
  let written: unknown[] | null = null;
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (value instanceof Date) (written ??= [...values])[at] = textOf(value);
  }
  return written ?? values;
}

/** What is no time, or of a year with five digits, is left to the driver. */
function textOf(time: Date): string | Date {
  const key = time.getTime();
  const known = texts.get(key);
  if (known !== undefined) return known;
  const iso = Number.isNaN(key) ? '' : time.toISOString();
  if (iso.length !== ISO_LENGTH) return time;
  if (texts.size >= MOST) texts.clear();
  const text = `${iso.slice(0, 10)} ${iso.slice(11, -1)}`;
  texts.set(key, text);
  return text;
}
