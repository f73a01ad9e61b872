import { createClient } from 'redis';
import { databaseRows } from '../database-rows.js';
import type { Written } from './canaries.js';

/** Every column of every row of every table. */
export async function tables(databaseUrl: string): Promise<Written[]> {
  const names = databaseUrl.startsWith('sqlite:')
    ? "SELECT name FROM sqlite_master WHERE type = 'table'"
    : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()';
  const written: Written[] = [];
  for (const { name } of await databaseRows<{ name: string }>(databaseUrl, names)) {
    for (const row of await databaseRows<Record<string, unknown>>(databaseUrl, `SELECT * FROM ${name}`)) {
      for (const [column, value] of Object.entries(row))
        written.push({ place: `${name}.${column}`, text: plain(value) });
    }
  }
  return written;
}

function plain(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What one logical database of Redis holds, and every command it was sent since it was opened. */
export class RedisSink {
  private readonly commands: string[] = [];

  private constructor(
    private readonly client: ReturnType<typeof createClient>,
    private readonly monitor: ReturnType<typeof createClient>,
  ) {}

  static async open(url: string): Promise<RedisSink> {
    const [client, monitor] = [createClient({ url }), createClient({ url })];
    await Promise.all([client.connect(), monitor.connect()]);
    const sink = new RedisSink(client, monitor);
    // `1795.2 [3 127.0.0.1:4711] "SET" "key" "value"`: other databases are other tests' business.
    const own = `[${new URL(url).pathname.slice(1) || '0'} `;
    await monitor.monitor((line) => void (String(line).includes(own) && sink.commands.push(String(line))));
    return sink;
  }

  /** Each key with all that is under it, and the commands: who expires or is published leaves nothing else behind. */
  async read(): Promise<Written[]> {
    const written: Written[] = [];
    for await (const keys of this.client.scanIterator()) {
      for (const key of keys) written.push({ place: `Redis ${key}`, text: await this.valueOf(key) });
    }
    return [...written, { place: 'Redis commands', text: this.commands.join('\n') }];
  }

  close(): void {
    this.client.destroy();
    this.monitor.destroy();
  }

  private async valueOf(key: string): Promise<string> {
    const { client } = this;
    switch (await client.type(key)) {
      case 'string':
        return (await client.get(key)) ?? '';
      case 'hash':
        return JSON.stringify(await client.hGetAll(key));
      case 'list':
        return JSON.stringify(await client.lRange(key, 0, -1));
      case 'set':
        return JSON.stringify(await client.sMembers(key));
      case 'zset':
        return JSON.stringify(await client.zRange(key, 0, -1));
      case 'stream':
        return JSON.stringify(await client.xRange(key, '-', '+'));
      case 'none':
        return '';
      default:
        throw new Error(`Redis ${key} holds something this test cannot read`);
    }
  }
}

/** Every answer that `fetch` is given by these servers from now on, with its headers. */
export class AnswersSink {
  readonly written: Written[] = [];
  readonly codes = new Set<number>();
  private readonly fetch = globalThis.fetch;

  constructor(urls: () => readonly string[]) {
    globalThis.fetch = async (input, init) => {
      const answer = await this.fetch(input, init);
      const url = input instanceof Request ? input.url : String(input);
      if (urls().some((one) => url.startsWith(one))) await this.keep(answer.clone());
      return answer;
    };
  }

  close(): void {
    globalThis.fetch = this.fetch;
  }

  private async keep(answer: Response): Promise<void> {
    const text = await answer.text();
    const [, code] = /^\{"code":(\d+)/.exec(text) ?? [];
    if (code) this.codes.add(Number(code));
    this.written.push({ place: 'answers', text: `${JSON.stringify([...answer.headers])}\n${text}` });
  }
}
