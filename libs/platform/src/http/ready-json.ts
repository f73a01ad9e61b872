/**
 * JSON that was made once and is sent many times. It is kept as its UTF-8 bytes, one in each character (`latin1`): so it
 * is put together with other text for nothing, goes to the socket as it is, and its length is that of its bytes.
 */
export class ReadyJson<T = unknown> {
  private constructor(readonly bytes: string) {}

  static of<T>(value: T): ReadyJson<T> {
    return new ReadyJson<T>(bytesOf(JSON.stringify(value)));
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
