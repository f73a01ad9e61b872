import { ShippingNotYetKnown, ShippingRefused, WechatBusy, WechatRefused } from '../errors.js';
import { failure } from '../testing/failure.js';
import { hangUp, json, ScriptedServer } from '../testing/scripted-server.js';
import { MiniProgramClient, type MiniProgramOptions } from './mini-program-client.js';
import type { Shipment, ShippingInfo } from './shipping.js';

const SHIPPING = '/wxa/sec/order/upload_shipping_info';
const ok = json({ errcode: 0, errmsg: 'ok' });
const shipment: Shipment = {
  trackingNo: 'SF1234567890',
  carrierCode: 'SF',
  itemDescription: '一斤苹果',
  receiverContactMasked: '138****5678',
};
const info: ShippingInfo = {
  transactionId: '4200000000202611230000000001',
  logisticsType: 'express',
  shipments: [shipment],
  uploadedAt: new Date('2026-11-23T04:00:00.120Z'),
  payerOpenid: 'oUser',
};

let server: ScriptedServer;
let client: MiniProgramClient;

beforeAll(async () => void (server = await ScriptedServer.start()));
afterAll(() => server.stop());
beforeEach(() => {
  server.reset();
  let issued = 0;
  server.answersAt('/cgi-bin/stable_token', (response, request) =>
    json({ access_token: `token-${(issued += 1)}`, expires_in: 7200 })(response, request),
  );
  client = connect();
});
afterEach(() => client.disconnect());

function connect(options: Partial<MiniProgramOptions> = {}): MiniProgramClient {
  return new MiniProgramClient({ appId: 'wx1', appSecret: 'f00d', baseUrl: server.url, ...options });
}

const sent = () => JSON.parse(server.at(SHIPPING)[0]?.body ?? '') as { shipping_list: [Record<string, unknown>] };

test('sends one delivery by transaction id, dated in Beijing time with milliseconds, under an access_token', async () => {
  server.answers(ok);
  await expect(client.uploadShippingInfo(info)).resolves.toBe('uploaded');
  expect(server.at(SHIPPING)[0]).toMatchObject({ method: 'POST', url: `${SHIPPING}?access_token=token-1` });
  expect(sent()).toEqual({
    order_key: { order_number_type: 2, transaction_id: '4200000000202611230000000001' },
    logistics_type: 1,
    delivery_mode: 1,
    shipping_list: [
      {
        tracking_no: 'SF1234567890',
        express_company: 'SF',
        item_desc: '一斤苹果',
        contact: { receiver_contact: '138****5678' },
      },
    ],
    upload_time: '2026-11-23T12:00:00.120+08:00',
    payer: { openid: 'oUser' },
  });
});

test.each([
  ['same-city', 2],
  ['virtual', 3],
  ['pick-up', 4],
] as const)('%s is logistics_type %s and leaves out what it does not have', async (logisticsType, logistics_type) => {
  server.answers(ok);
  const bare: Shipment = { trackingNo: null, carrierCode: null, itemDescription: '话费' };
  await client.uploadShippingInfo({ ...info, logisticsType, shipments: [bare] });
  expect(sent()).toMatchObject({ logistics_type });
  expect(sent().shipping_list).toEqual([{ item_desc: '话费' }]);
});

test('the item description is cut to 120 characters, and no character in two', async () => {
  server.answers(ok);
  await client.uploadShippingInfo({ ...info, shipments: [{ ...shipment, itemDescription: '🍎'.repeat(121) }] });
  expect(sent().shipping_list[0].item_desc).toBe('🍎'.repeat(120));
});

test.each([10060002, 10060023])('errcode %s means that it is so already', async (errcode) => {
  server.answers(json({ errcode }));
  await expect(client.uploadShippingInfo(info)).resolves.toBe('unchanged');
});

test.each([
  [10060001, ShippingNotYetKnown],
  [10060003, ShippingRefused],
  [10060004, ShippingRefused],
  [10060031, ShippingRefused],
  [10060012, WechatBusy],
  [10060019, WechatBusy],
  [47001, WechatRefused],
])('errcode %s is a typed error without the openid, and is not tried again', async (errcode, Class) => {
  server.answers(json({ errcode, errmsg: 'oUser 138****5678, rid: 66a1-b2' }));
  const error = await failure(client.uploadShippingInfo(info));
  expect(error).toBeInstanceOf(Class);
  expect(error).toMatchObject({ code: errcode, requestId: '66a1-b2' });
  expect(`${error.message} ${JSON.stringify(error)}`).not.toMatch(/oUser|138/);
  expect(server.at(SHIPPING)).toHaveLength(1);
});

test('after a refused token another one is fetched, and the upload is tried once more', async () => {
  server.answers(json({ errcode: 42001 }), ok);
  await expect(client.uploadShippingInfo(info)).resolves.toBe('uploaded');
  expect(server.at(SHIPPING).map(({ url }) => url.split('=')[1])).toEqual(['token-1', 'token-2']);
});

test('a lost answer leaves the outcome unknown', async () => {
  server.answers(hangUp);
  expect(await failure(client.uploadShippingInfo(info))).toMatchObject({ reason: 'connection' });
});

test('the guard stops the upload before anything is sent', async () => {
  const guarded = connect({
    guard: () => {
      throw new Error('a transaction is open');
    },
  });
  await expect(guarded.uploadShippingInfo(info)).rejects.toThrow('a transaction is open');
  expect(server.received).toHaveLength(0);
  await guarded.disconnect();
});
