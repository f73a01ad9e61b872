import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openDummyShop, streamed } from '../../../../../test/support/dummy-shop.js';
import { until } from '../../../../../test/support/until.js';
import { envelopeStream, StreamedData } from './streamed-data.js';

const RECORDS = 100_000;
/** Bytes of a record, about. */
const SIZE = 500;

describe('streamed data', () => {
  let app: NestFastifyApplication;
  let url: string;
  const lines: string[] = [];
  let made = 0;
  let finished = false;
  beforeAll(async () => {
    app = await openDummyShop((line) => lines.push(line));
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/api/v1/open/streamed`;
  });
  afterAll(() => app.close());
  beforeEach(() => {
    lines.splice(0);
    made = 0;
    finished = false;
  });

  /** `{"items":[…]}` of so many records, and then what `end` does. */
  const answerWith = (records: number, end: () => void = () => undefined) => {
    streamed.pieces = async function* () {
      try {
        yield '{"items":[';
        while (made < records)
          yield `${made++ === 0 ? '' : ','}${JSON.stringify({ made, text: '字'.repeat(SIZE / 3) })}`;
        end();
        yield ']}';
      } finally {
        finished = true;
      }
    };
  };
  const ask = async () => {
    const [answer] = (await once(get(url, { headers: { 'x-request-id': 'r-1' } }), 'response')) as [IncomingMessage];
    return answer;
  };
  const read = async (answer: IncomingMessage) => {
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  };

  it('comes in the envelope like any other', async () => {
    answerWith(2);
    const answer = await ask();
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'x-request-id': 'r-1' });
    expect(JSON.parse(await read(answer))).toEqual({
      code: 200,
      message: '请求成功',
      data: { items: [expect.objectContaining({ made: 1 }), expect.objectContaining({ made: 2 })] },
      requestId: 'r-1',
    });
  });

  it('is made only as fast as the client takes it, and is whole in the end', async () => {
    answerWith(RECORDS);
    const answer = await ask();
    let before = -1;
    // Nobody reads: what is made fills the buffers of two sockets, and no more.
    await until(() => {
      const still = made === before;
      before = made;
      return still && made > 0;
    });
    expect(made).toBeLessThan(RECORDS / 2);
    const { data } = JSON.parse(await read(answer)) as { data: { items: unknown[] } };
    expect(data.items).toHaveLength(RECORDS);
  });

  it.each([0, 5_000])('breaks off when it fails after %i records, and says so in the log alone', async (records) => {
    answerWith(records, () => {
      throw new Error('planted-secret');
    });
    await expect(ask().then(read)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(finished).toBe(true);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toContainEqual(
      expect.objectContaining({ requestId: 'r-1', msg: expect.stringMatching('breaks off') }),
    );
    expect(await app.inject('/api/v1/open/thing')).toMatchObject({ statusCode: 200 });
  });

  it('is not made any further for a client that has gone away', async () => {
    answerWith(RECORDS);
    const answer = await ask();
    answer.destroy();
    await until(() => finished);
    expect(made).toBeLessThan(RECORDS);
  });

  it('is read in the context it was made in, whoever reads it', async () => {
    const context = new AsyncLocalStorage<string>();
    const stream = context.run('request', () =>
      envelopeStream(
        new StreamedData(
          (async function* () {
            yield `"${context.getStore()}"`;
          })(),
        ),
        { code: 200, message: 'OK', requestId: 'r' },
      ),
    );
    expect((await stream.toArray()).join('')).toBe('{"code":200,"message":"OK","data":"request","requestId":"r"}');
  });
});
