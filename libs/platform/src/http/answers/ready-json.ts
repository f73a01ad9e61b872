import { createHash } from 'node:crypto';
import { headerLines } from './header-lines.js';

/**
 * JSON that was made once and is sent many times. It is kept as its UTF-8 bytes, one in each character (`latin1`): so it
 * is put together with other text for nothing, goes to the socket as it is, and its length is that of its bytes.
 */
export class ReadyJson<T = unknown> {
  private constructor(
    readonly bytes: string,
    /** Of an answer with it, besides those that every answer has: names in small letters, each followed by its value. */
    readonly headers: readonly string[],
    /** Null: nobody can ask whether it is still the same. */
    readonly tag: string | null,
  ) {}

  static of<T>(value: T, headers: Readonly<Record<string, string>> = {}): ReadyJson<T> {
    return new ReadyJson<T>(bytesOf(JSON.stringify(value)), Object.entries(headers).flat(), null);
  }

  /**
   * JSON that others may keep, with a tag by which they ask whether it is still the same. The tag is made here, once. It is a weak
   * one: it stands for the data, whatever the envelope says around it.
   */
  static tagged<T>(value: T, headers: Readonly<Record<string, string>>): ReadyJson<T> {
    const bytes = bytesOf(JSON.stringify(value));
    const tag = `W/"${createHash('sha256').update(bytes, 'latin1').digest('base64url').slice(0, 22)}"`;
    return new ReadyJson<T>(bytes, Object.entries({ ...headers, etag: tag }).flat(), tag);
  }

  private lines: string | null = null;

  /** `headers` as they go over the wire. */
  get headerLines(): string {
    return (this.lines ??= headerLines(this.headers));
  }

  /** The value, read from the JSON: a Date is text. */
  get value(): T {
    return JSON.parse(Buffer.from(this.bytes, 'latin1').toString('utf8')) as T;
  }
}

/** UTF-8 bytes of a text, one in each character. */
export function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
