import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { RedisConnection } from '#platform/cache';
import type { Config } from '#platform/config';
import { TooManyRequests } from '#platform/http';
import { RateLimiters } from '#platform/rate-limit';
import { PicturesUnavailable } from '../domain/errors.js';
import { IncomingPictures } from './incoming-pictures.js';
import { aMemberOfStaff, aShopper } from './in-memory-surroundings.js';

const FORM = '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\npicture\r\n--x--\r\n';
const requestOf = (form: Readable) =>
  ({
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    routeOptions: { config: { file: { field: 'file', most: 100 } } },
    form,
  }) as unknown as FastifyRequest;
const aRequest = () => requestOf(Readable.from([Buffer.from(FORM)]));
/** A form that begins and never ends. */
const halfSent = () => {
  const form = new Readable({ read: () => undefined });
  form.push(FORM.slice(0, 20));
  return form;
};
const incomingWith = (uploadsPerMinute: number) => {
  const limiters = new RateLimiters({ state: 'off' } as RedisConnection);
  return new IncomingPictures(limiters, { rateLimit: { uploadsPerMinute } } as Config);
};

describe('pictures that come in', () => {
  it('are handed on whole', async () => {
    const file = await incomingWith(0).receive(aRequest(), aShopper(), async (content) => String(content));
    expect(file).toBe('picture');
  });

  it('[P38] are no more in a minute than somebody may send', async () => {
    const incoming = incomingWith(2);
    const [anna, ben] = [aShopper(), aMemberOfStaff()];
    const send = (who: typeof anna) => incoming.receive(aRequest(), who, async () => 'taken');
    expect([await send(anna), await send(anna)]).toEqual(['taken', 'taken']);
    await expect(send(anna)).rejects.toThrow(TooManyRequests);
    expect(await send(ben)).toBe('taken');
  });

  it('are no more at once than fit; there is room again when one is done, or fails', async () => {
    const incoming = incomingWith(0);
    const endings: ((error?: Error) => void)[] = [];
    const send = () =>
      incoming.receive(
        aRequest(),
        aShopper(),
        () =>
          new Promise<void>((resolve, reject) => {
            endings.push((error) => (error ? reject(error) : resolve()));
          }),
      );
    const first = Array.from({ length: 24 }, () => send());
    await expect(send()).rejects.toMatchObject({ code: 503, retryAfterSeconds: 1 });
    await expect(send()).rejects.toThrow(PicturesUnavailable);
    while (endings.length < 24) await new Promise(setImmediate);
    endings[0]?.();
    endings[1]?.(new Error('broken'));
    await Promise.allSettled(first.slice(0, 2));
    const more = [send(), send()];
    while (endings.length < 26) await new Promise(setImmediate);
    for (const end of endings) end();
    await Promise.all([...first.slice(2), ...more]);
  });

  it('are as many at once from one person as a phone sends', async () => {
    const [incoming, anna] = [incomingWith(0), aShopper()];
    const sent = Array.from({ length: 10 }, () => incoming.receive(aRequest(), anna, async () => 'taken'));
    expect(new Set(await Promise.all(sent))).toEqual(new Set(['taken']));
  });

  it('are let in although a few people have sent half of many, and still no more than fit', async () => {
    const [incoming, forms] = [incomingWith(0), [] as Readable[]];
    const sendHalf = (who: ReturnType<typeof aShopper>) => {
      const form = halfSent();
      forms.push(form);
      return incoming.receive(requestOf(form), who, async () => 'taken').catch((error: unknown) => error);
    };
    const slow = Array.from({ length: 6 }, aShopper);
    const held = slow.flatMap((who) => Array.from({ length: 20 }, () => sendHalf(who)));
    for (let time = 0; time < 30; time++)
      expect(await incoming.receive(aRequest(), aShopper(), async () => 'taken')).toBe('taken');
    // Somebody who has none under way has a place for one, until all are taken.
    const more = Array.from({ length: 30 }, () => sendHalf(aShopper()));
    await expect(incoming.receive(aRequest(), aShopper(), async () => 'taken')).rejects.toThrow(PicturesUnavailable);
    for (const form of forms) form.destroy();
    const ends = await Promise.all([...held, ...more]);
    expect(ends.filter((end) => !(end instanceof PicturesUnavailable))).toHaveLength(24);
    expect(await incoming.receive(aRequest(), slow[0] ?? aShopper(), async () => 'taken')).toBe('taken');
  });
});
