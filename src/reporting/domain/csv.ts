/** What a spreadsheet takes for the beginning of a formula: ASCII, and the full-width forms a Chinese one reads alike. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const QUOTED = /[",\r\n]/;

/** Bytes of a part of a CSV at most: what one row of the database holds. */
export const PART_BYTES = 60_000;

/** A line of RFC 4180. A cell that begins like a formula gets an apostrophe in front, so that no spreadsheet runs it. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => cellOf(String(cell ?? ''))).join(',')}\r\n`;
}

/** Lines put together to few texts of at most PART_BYTES in UTF-8; none is divided. */
export function partsOf(lines: readonly string[]): string[] {
  const parts: string[] = [];
  let [part, bytes] = ['', 0];
  for (const line of lines) {
    const more = Buffer.byteLength(line);
    if (bytes > 0 && bytes + more > PART_BYTES) {
      parts.push(part);
      [part, bytes] = ['', 0];
    }
    part += line;
    bytes += more;
  }
  return bytes > 0 ? [...parts, part] : parts;
}

function cellOf(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return QUOTED.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
