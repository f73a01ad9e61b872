import { readdirSync } from 'node:fs';
import sharp from 'sharp';
import { newId } from '#kernel';
import type { Api } from '../support/api.js';
import { BrokerClient, testAmqpUrl } from '../support/broker.js';
import { databaseRows } from '../support/database-rows.js';
import { aJpeg, formOf } from '../support/pictures.js';
import { MYSQL, Shop } from '../support/shop.js';
import { type Environment, ShopProcess } from '../support/shop-process.js';
import { until } from '../support/until.js';

const LARGE = { width: 1_000, height: 500 };
const SHORT = 'public, max-age=60';

interface Health {
  readonly details: {
    readonly relay: { readonly queues: Record<string, { readonly consumers: number; readonly waiting: number }> };
  };
}

const widthOf = async (url: string) => {
  const response = await fetch(url);
  const { width } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
  return { width, cache: response.headers.get('cache-control') };
};
const thumbnailsOf = async (url: string) => [await widthOf(`${url}?size=200`), await widthOf(`${url}?size=800`)];
const areThere = async (url: string) => (await thumbnailsOf(url)).map(({ width }) => width).join() === '200,800';

async function keep(api: Api): Promise<string> {
  const { data } = await api.call<{ url: string }>('POST', '/admin/uploads', { form: formOf(await aJpeg(LARGE)) });
  return data.url;
}

describe('functions in the shop’s process', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop?.close());

  const files = () =>
    readdirSync(shop.variables['UPLOADS_PATH'] ?? '', { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    ).length;

  it('draw thumbnails after an upload, and [P71] they go with the picture', async () => {
    const shopper = await shop.shopper('oThumbnails');
    const form = formOf(await aJpeg(LARGE));
    const { data } = await shopper.call<{ url: string }>('POST', '/uploads', { form });
    await until(() => areThere(data.url));
    expect(await widthOf(data.url)).toMatchObject({ width: 1_000 });
    expect((await widthOf(`${data.url}?size=200`)).cache).toContain('max-age=86400');
    expect(files()).toBe(3);
    expect(await shop.api.get(`/uploads/${data.url.split('/').at(-1)}?size=201`)).toMatchObject({
      status: 400,
      data: null,
    });
    await shopper.delete(`/uploads/${data.url.split('/').at(-1)}`);
    expect((await fetch(`${data.url}?size=200`)).status).toBe(404);
    await until(() => files() === 0);
  });
});

(MYSQL.isThere && testAmqpUrl ? describe : describe.skip)('functions elsewhere', () => {
  let broker: BrokerClient;
  let shop: Shop;
  let other: ShopProcess | null = null;
  let owner: Api;

  const open = async (environment: Environment) => {
    broker = await BrokerClient.open();
    const relay = { EVENT_RELAY_URL: testAmqpUrl ?? '', EVENT_RELAY_EXCHANGE: broker.exchange };
    shop = await Shop.open({ stack: MYSQL, processes: 1, environment: { ...relay, ...environment } });
    owner = await shop.owner();
  };
  const start = async (program: string) => {
    other = await ShopProcess.start({ ...shop.variables }, undefined, undefined, program);
  };
  const rows = async () =>
    Number(
      (await databaseRows<{ held: unknown }>(shop.databaseUrl, 'SELECT COUNT(*) AS held FROM thumbnails'))[0]?.held,
    );

  describe('in a worker behind the broker', () => {
    beforeAll(() => open({ FUNCTIONS: 'broker' }));
    afterAll(async () => {
      await other?.stop();
      await shop?.close();
      await broker?.close('functions');
    });

    const queue = async () =>
      ((await (await fetch(`${shop.urls[0]}/health`)).json()) as Health).details.relay.queues['functions'];

    it('[P70] draw what was uploaded before it was there, and after it was killed; the shop itself draws nothing', async () => {
      const url = await keep(owner);
      await until(async () => (await queue())?.waiting === 1);
      expect(await thumbnailsOf(url)).toEqual([
        { width: 1_000, cache: SHORT },
        { width: 1_000, cache: SHORT },
      ]);
      await start('src/functions-worker');
      await until(() => areThere(url));
      expect((await fetch(`${other?.url}/api/v1/products`)).status).toBe(404);

      await other?.kill();
      const later = await keep(owner);
      await start('src/functions-worker');
      await until(() => areThere(later));
      expect(await rows()).toBe(4);
    });

    it('[P70] draw nothing twice when the broker brings everything again', async () => {
      const since = new Date(Date.now() - 3_600_000).toISOString();
      const again = await shop.run('relay-events', '--from', since, '--type', 'media.kept');
      expect(again.stdout).toContain('2 events are in line');
      const url = await keep(owner);
      await until(() => areThere(url));
      await until(async () => (await queue())?.waiting === 0);
      expect(await rows()).toBe(6);
    });
  });

  describe('as a serverless function', () => {
    let copies: string;
    beforeAll(async () => {
      await open({ FUNCTIONS: 'off' });
      copies = await broker.listen('media.kept');
      await start('src/serve-functions');
    });
    afterAll(async () => {
      await other?.stop();
      await shop?.close();
      await broker?.close();
    });

    const invoke = async (body: string | null, headers: Record<string, string>) => {
      const response = await fetch(other?.url ?? '', { method: 'POST', headers, body });
      return [response.status, ((await response.json()) as { outcome: string }).outcome];
    };
    const structured = { 'content-type': 'application/cloudevents+json' };

    it('[P70] draw what they are invoked with, once, in both modes of CloudEvents', async () => {
      const url = await keep(owner);
      const [message] = await broker.take(copies, 1);
      expect(await thumbnailsOf(url)).toMatchObject([{ width: 1_000 }, { width: 1_000 }]);
      const event = message?.content.toString() ?? '';
      const both = await Promise.all([invoke(event, structured), invoke(event, structured)]);
      expect(both).toEqual([
        [200, 'delivered'],
        [200, 'delivered'],
      ]);
      const { id } = JSON.parse(event) as { id: string };
      expect(await invoke('{}', { 'ce-id': id, 'ce-specversion': '1.0' })).toEqual([200, 'delivered']);
      expect(await areThere(url)).toBe(true);
      expect(await rows()).toBe(2);
    });

    it('do nothing for what was made up, and say what is no invocation', async () => {
      const madeUp = JSON.stringify({ specversion: '1.0', id: newId(), type: 'media.kept' });
      expect(await invoke(madeUp, structured)).toEqual([404, 'unknown']);
      expect(await invoke('{', structured)).toEqual([400, 'no-event']);
      expect(await invoke(' '.repeat(65_537), structured)).toEqual([413, 'too-large']);
      const put = await fetch(other?.url ?? '', { method: 'PUT', body: madeUp });
      expect([put.status, put.headers.get('allow')]).toEqual([405, 'POST']);
    });

    it('[P70] ask to be invoked again while they do not find the picture', async () => {
      const url = await keep(owner);
      const [message] = await broker.take(copies, 1);
      const event = message?.content.toString() ?? '';
      await other?.stop();
      const elsewhere = { ...shop.variables, UPLOADS_PATH: `${shop.variables['UPLOADS_PATH']}-of-nobody` };
      other = await ShopProcess.start(elsewhere, undefined, undefined, 'src/serve-functions');
      const refused = await fetch(other.url, { method: 'POST', headers: structured, body: event });
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '10']);
      await other.stop();
      await start('src/serve-functions');
      expect(await invoke(event, structured)).toEqual([200, 'delivered']);
      expect(await areThere(url)).toBe(true);
    });
  });
});
