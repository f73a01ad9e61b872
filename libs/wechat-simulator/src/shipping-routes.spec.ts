import { InMemoryShop, until } from './in-memory-shop.js';

describe('upload_shipping_info', () => {
  let shop: InMemoryShop;
  let transactionId: string;
  let openid: string;
  let token: string;

  beforeEach(async () => {
    shop = await InMemoryShop.open({ notificationRetryDelaysMs: [] });
    openid = shop.simulator.login().openid;
    transactionId = await shop.paidOrder('order-1');
    const { appId: appid, appSecret: secret } = shop.credentials;
    token = String(
      (await post('/cgi-bin/stable_token', { grant_type: 'client_credential', appid, secret })).access_token,
    );
  });
  afterEach(() => shop.close());

  const post = async (path: string, body: unknown) => {
    const response = await fetch(shop.simulator.url + path, { method: 'POST', body: JSON.stringify(body) });
    return (await response.json()) as Record<string, unknown>;
  };
  const parcel = { tracking_no: 'ZT1', express_company: 'ZTO', item_desc: '一双袜子' };
  const body = (changes: object = {}) => ({
    order_key: { order_number_type: 2, transaction_id: transactionId },
    logistics_type: 1,
    delivery_mode: 1,
    shipping_list: [parcel],
    upload_time: '2026-11-23T12:00:00.120+08:00',
    payer: { openid },
    ...changes,
  });
  const upload = async (changes?: object) =>
    (await post(`/wxa/sec/order/upload_shipping_info?access_token=${token}`, body(changes))).errcode;
  const at = (second: number) => `2026-11-23T12:00:0${second}.000+08:00`;
  const shippedWith = (tracking_no: string) => ({ shipping_list: [{ ...parcel, tracking_no }] });
  const shipping = () => shop.simulator.state().transactions[0]?.shipping;

  it('takes a paid transaction, by either number, and shows it in the state', async () => {
    expect(shipping()).toBeNull();
    expect(await upload()).toBe(0);
    expect(shipping()).toEqual({
      logisticsType: 1,
      trackingNo: 'ZT1',
      expressCompany: 'ZTO',
      itemDesc: '一双袜子',
      receiverContact: null,
      uploadTime: '2026-11-23T12:00:00.120+08:00',
      reshipped: false,
    });
    const { merchantId: mchid } = shop.credentials;
    expect(await upload({ order_key: { order_number_type: 1, mchid, out_trade_no: 'order-1' } })).toBe(10060023);
  });

  it('needs an access_token that is valid', async () => {
    const path = '/wxa/sec/order/upload_shipping_info';
    expect(await post(path, body())).toMatchObject({ errcode: 41001 });
    expect(await post(`${path}?access_token=old`, body())).toMatchObject({ errcode: 40001 });
    expect(shipping()).toBeNull();
  });

  it('changes nothing when the same comes again, however it is dated', async () => {
    await upload();
    expect(await upload()).toBe(10060023);
    expect(await upload({ upload_time: at(5) })).toBe(10060023);
    expect(shipping()).toMatchObject({ reshipped: false });
  });

  it('lets the shipment be corrected once, by an upload that is later than the last', async () => {
    await upload({ upload_time: at(1) });
    expect(await upload({ ...shippedWith('ZT2'), upload_time: at(1) })).toBe(268485216);
    expect(await upload({ ...shippedWith('ZT2'), upload_time: at(2) })).toBe(0);
    expect(await upload({ ...shippedWith('ZT2'), upload_time: at(2) })).toBe(10060023);
    expect(await upload({ ...shippedWith('ZT3'), upload_time: at(3) })).toBe(10060003);
    expect(shipping()).toMatchObject({ trackingNo: 'ZT2', reshipped: true });
  });

  it('does not know what is not there, not paid or not of this merchant', async () => {
    await shop.prepay('order-2');
    const byOutTradeNo = (mchid: string, out_trade_no: string) => ({
      order_key: { order_number_type: 1, mchid, out_trade_no },
    });
    expect(await upload({ order_key: { order_number_type: 2, transaction_id: '42' } })).toBe(10060001);
    expect(await upload(byOutTradeNo(shop.credentials.merchantId, 'order-2'))).toBe(10060001);
    expect(await upload(byOutTradeNo('1900000000', 'order-1'))).toBe(10060001);
  });

  it('ships what is refunded in part, and not what is refunded in full', async () => {
    await shop.refund('order-1', 'refund-1', 40);
    expect(await upload()).toBe(0);
    await shop.refund('order-1', 'refund-2', 60);
    expect(await upload({ ...shippedWith('ZT2'), upload_time: at(2) })).toBe(10060004);
    await until(() => shop.simulator.state().refunds.every(({ status }) => status === 'SUCCESS'));
  });

  it('wants the openid of who paid', async () => {
    expect(await upload({ payer: { openid: 'oSomebodyElse' } })).toBe(10060031);
  });

  const list = (changes: object) => ({ shipping_list: [{ ...parcel, ...changes }] });
  it.each<[string, object, number]>([
    ['an unknown order_number_type', { order_key: { order_number_type: 3 } }, 268485194],
    ['no transaction_id', { order_key: { order_number_type: 2 } }, 268485195],
    ['no mchid', { order_key: { order_number_type: 1, out_trade_no: 'order-1' } }, 268485196],
    ['no out_trade_no', { order_key: { order_number_type: 1, mchid: '1' } }, 268485197],
    ['an unknown logistics_type', { logistics_type: 5 }, 10060005],
    ['an unknown delivery_mode', { delivery_mode: 3 }, 268485224],
    ['two shipments at once', { shipping_list: [parcel, parcel] }, 268485228],
    ['a list that is none', { shipping_list: parcel }, 47001],
    ['no tracking number', list({ tracking_no: '' }), 268485226],
    ['no carrier', list({ express_company: undefined }), 268485227],
    ['a tracking number of 129 characters', list({ tracking_no: '1'.repeat(129) }), 10060026],
    ['no description', list({ item_desc: '' }), 10060008],
    ['a description of 121 characters', list({ item_desc: '袜'.repeat(121) }), 10060009],
    ['a contact in the clear', list({ contact: { receiver_contact: '13800138000' } }), 10060014],
    ['SF Express without a contact', list({ express_company: 'SF' }), 10060014],
    ['a time without an offset', { upload_time: '2026-11-23 12:00:00' }, 268485216],
  ])('refuses %s', async (_name, changes, errcode) => {
    expect(await upload(changes)).toBe(errcode);
    expect(shipping()).toBeNull();
  });

  it('wants neither carrier nor tracking number where nothing is sent by express', async () => {
    expect(await upload({ logistics_type: 4, shipping_list: [{ item_desc: '袜'.repeat(120) }] })).toBe(0);
  });

  it('takes SF Express with a masked contact', async () => {
    expect(await upload(list({ express_company: 'SF', contact: { receiver_contact: '138****5678' } }))).toBe(0);
    expect(shipping()).toMatchObject({ receiverContact: '138****5678' });
  });

  it('does not know a payment for its first moments when a fault says so', async () => {
    shop.simulator.addFault({ target: 'shipping', kind: 'errcode', value: 10060001, times: 2 });
    expect([await upload(), await upload(), await upload()]).toEqual([10060001, 10060001, 0]);
  });

  it('has taken what it answers too late or not at all', async () => {
    shop.simulator.addFault({ target: 'shipping', kind: 'drop' });
    await expect(upload()).rejects.toThrow();
    expect(await upload()).toBe(10060023);
  });
});
