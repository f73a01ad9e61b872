const STATUS_LINES = { 200: 'HTTP/1.1 200 OK\r\n', 304: 'HTTP/1.1 304 Not Modified\r\n' };

let second = 0;
let date = '';

/** Of this second, made once in it. */
function dateNow(): string {
  const now = Date.now();
  const its = Math.trunc(now / 1_000);
  if (its !== second) {
    second = its;
    date = new Date(now).toUTCString();
  }
  return date;
}

/**
 * A response as Node would write it on a connection that is kept alive.
 * @param headers names, each followed by its value; nothing in them needs escaping
 * @param body one byte in each character
 */
export function responseText(
  status: keyof typeof STATUS_LINES,
  headers: readonly (string | number)[],
  body: string,
  keepAliveSeconds: number,
): string {
  let text = STATUS_LINES[status];
  for (let at = 0; at < headers.length; at += 2) text += `${headers[at]}: ${headers[at + 1]}\r\n`;
  return `${text}Date: ${dateNow()}\r\nConnection: keep-alive\r\nKeep-Alive: timeout=${keepAliveSeconds}\r\n\r\n${body}`;
}
