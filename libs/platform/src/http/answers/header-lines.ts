/** Header fields as they go over the wire; nothing in them needs escaping. */
export function headerLines(fields: readonly (string | number)[]): string {
  let lines = '';
  for (let at = 0; at < fields.length; at += 2) lines += `${fields[at]}: ${fields[at + 1]}\r\n`;
  return lines;
}
