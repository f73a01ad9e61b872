import { STATUS_CODES } from 'node:http';

/** What Node adds to the header lines of an answer on a connection that is kept alive, and the line that ends them. */
export class LastLines {
  private second = 0;
  private lines = '';

  /** @param keepAlive milliseconds a connection may be idle */
  constructor(private readonly keepAlive: () => number) {}

  /** Made once in each second. */
  now(): string {
    const now = Date.now();
    const second = Math.trunc(now / 1_000);
    if (second !== this.second) {
      this.second = second;
      const seconds = Math.floor(this.keepAlive() / 1_000);
      this.lines = `Date: ${new Date(now).toUTCString()}\r\nConnection: keep-alive\r\nKeep-Alive: timeout=${seconds}\r\n\r\n`;
    }
    return this.lines;
  }
}

/**
 * A response as Node would write it.
 * @param lines of its headers, each with its end
 * @param body one byte in each character; or nothing, where it comes by itself
 */
export function responseText(status: number, lines: string, last: LastLines, body = ''): string {
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines}${last.now()}${body}`;
}
