import { Codes } from '../src/index.js';
import { ok, refusal, ScriptedPhone } from './support/scripted-phone.js';

const PAYMENT = 'POST /orders/o1/payment';
const SYNC = 'POST /orders/o1/payment/sync';
const unpaid = { id: 'o1', status: 'CREATED', paidAt: null };
const paid = { id: 'o1', status: 'PAID', paidAt: '2026-11-25T00:00:00.000Z' };
const sheet = { timeStamp: '1', nonceStr: 'n', package: 'prepay_id=1', signType: 'RSA', paySign: 's' };

let phone: ScriptedPhone;
beforeEach(() => {
  phone = new ScriptedPhone();
  phone.on(PAYMENT, ok(sheet));
  phone.on(SYNC, ok(paid));
});

const saying = (errMsg: string) => () => Promise.reject(Object.assign(new Error(), { errMsg }));
const pay = () => phone.clock.through(phone.start().orders.pay('o1'));

it('shows the sheet, then asks the shop', async () => {
  expect(await pay()).toEqual({ outcome: 'paid', order: paid, sheet: 'requestPayment:ok' });
  expect(phone.sheets).toEqual([sheet]);
});

it.each([
  ['cancelled', 'requestPayment:fail cancel'],
  ['failed', 'requestPayment:fail no permission'],
])('tells that it was %s, and has asked the shop all the same', async (outcome, errMsg) => {
  phone.sheet = saying(errMsg);
  phone.on(SYNC, ok(unpaid));
  expect(await pay()).toEqual({ outcome, order: unpaid, sheet: errMsg });
  expect(phone.at(SYNC)).toHaveLength(1);
});

it('believes the shop, not the sheet', async () => {
  phone.on(SYNC, ok(unpaid));
  expect((await pay()).outcome).toBe('unknown');
  phone.sheet = saying('requestPayment:fail cancel');
  phone.on(SYNC, ok(paid));
  expect((await pay()).outcome).toBe('paid');
});

it('shows no sheet for an order that is paid', async () => {
  phone.on(PAYMENT, refusal(Codes.AlreadyPaid, 409));
  expect(await pay()).toEqual({ outcome: 'paid', order: paid, sheet: '' });
  expect(phone.sheets).toEqual([]);
});

it('shows no sheet where there is nothing to pay', async () => {
  phone.on(PAYMENT, refusal(Codes.OrderStatusForbids, 409, { data: { status: 'CANCELLED' } }));
  await expect(pay()).rejects.toMatchObject({ code: 4002, data: { status: 'CANCELLED' } });
  expect([phone.sheets, phone.at(SYNC)]).toEqual([[], []]);
});

it('is never queued without a network', async () => {
  phone.online = false;
  await expect(pay()).rejects.toMatchObject({ kind: 'offline' });
  phone.online = true;
  expect(await phone.clock.through(phone.start().orders.resume())).toEqual([]);
  expect(phone.requests).toEqual([]);
});

it('is not sent again when its answer is lost', async () => {
  phone.on(PAYMENT, 'lost');
  await expect(pay()).rejects.toMatchObject({ kind: 'network' });
  expect([phone.at(PAYMENT).length, phone.sheets]).toEqual([1, []]);
});

it.each(['lost', refusal(6001, 503)] as const)('reads the order when the sync gets no answer', async (step) => {
  phone.on(SYNC, step);
  phone.on('GET /orders/o1', 'lost', ok(paid));
  expect((await pay()).outcome).toBe('paid');
  expect([phone.at(SYNC).length, phone.at('GET /orders/o1').length]).toEqual([1, 2]);
});

it('tapped twice shows one sheet', async () => {
  const shop = phone.start();
  const [one, two] = await Promise.all([shop.orders.pay('o1'), shop.orders.pay('o1')]);
  expect([one === two, phone.sheets.length]).toEqual([true, 1]);
});
