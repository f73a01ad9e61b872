import { randomUUID } from 'node:crypto';
import type { Api } from '../support/api.js';
import { databaseRows } from '../support/database-rows.js';
import { onEachStack, Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';
import type { Order, Page } from '../support/views.js';

const PHONE = '13800138000';
const PLANTED = {
  recipient: '欧阳锋',
  phone: '13912345678',
  city: '杭州市',
  district: '西湖区',
  detail: '白驼山庄 1 号',
  remark: '请放在门口石狮子后面',
  trackingNo: 'ZT0123456789',
  openid: 'oPlantedForAnalysts',
};

interface Record {
  readonly customer: string;
  readonly day: string;
  readonly status: string;
  readonly totalFen: number;
  readonly items: readonly { readonly productName: string }[];
  readonly region: string | null;
}

onEachStack((stack) => {
  let shop: Shop;
  let owner: Api;
  let shopper: Api;
  let orderId: string;
  beforeAll(async () => {
    shop = await Shop.open({ stack });
    owner = await shop.owner();
    shopper = await shop.shopper(PLANTED.openid);
    const { recipient, phone, city, district, detail, remark, openid } = PLANTED;
    await shopper.post('/users/me/phone', shop.wechat.phoneCode({ openid, phone: PHONE }));
    await shopper.post('/users/me/addresses', { recipient, phone, province: '浙江省', city, district, detail });
    const { skuId } = await shop.product(10, 10_00);
    const place = async (who: Api) =>
      (await who.post<Order>('/orders', { items: [{ skuId, quantity: 1 }], remark }, randomUUID())).data.id;
    orderId = await place(shopper);
    await shop.pay(shopper, orderId);
    await eventually(
      () => shopper.get<Order>(`/orders/${orderId}`),
      ({ data }) => data.status === 'PAID',
    );
    await owner.post(`/admin/orders/${orderId}/shipment`, { carrier: '中通快递', trackingNo: PLANTED.trackingNo });
    const other = await shop.shopper('oSomebodyElse');
    await other.post('/users/me/addresses', { ...PLANTED_ADDRESS, recipient: '洪七公' });
    await place(other);
  });
  afterAll(() => shop?.close());

  const exported = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await shop.run('export-analytics', ...args);
    expect([code, stderr]).toEqual([0, []]);
    return {
      stdout,
      records: stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record),
    };
  };

  it('[P34] gives analysts orders as JSON lines, without a word that tells whose they are', async () => {
    const { stdout, records } = await exported('--min-people', '2');
    expect(records).toMatchObject([
      { status: 'SHIPPED', totalFen: 10_00, region: '浙江省', items: [{ productName: '龙井' }] },
      { status: 'CREATED', totalFen: 10_00, region: '浙江省' },
    ]);
    expect(records[0]?.customer).not.toBe(records[1]?.customer);
    const { data: me } = await shopper.get<{ id: string }>('/users/me');
    const hidden = [...Object.values(PLANTED), PHONE, '洪七公', orderId, me.id];
    expect(hidden.filter((value) => stdout.includes(value))).toEqual([]);
    const again = await exported('--from', records[0]?.day ?? '');
    expect(again.records.map(({ customer }) => customer)).toEqual(records.map(({ customer }) => customer));
    expect(again.records.map(({ region }) => region)).toEqual([null, null]);
    expect((await exported('--to', records[0]?.day ?? '')).records).toEqual([]);
  });

  it('has on record that it did, and whose keys it used', async () => {
    const { data } = await owner.get<Page<{ type: string; facts: object }>>('/admin/audit-log?type=data.*');
    expect(data.items).toContainEqual(expect.objectContaining({ type: 'data.analytics-exported' }));
    const uses = await owner.get<Page<{ facts: { purpose: string } }>>('/admin/audit-log?type=key.used&limit=100');
    expect(uses.data.items.map(({ facts }) => facts.purpose)).toContain('export:analytics');
  });

  it.each([['--min-people', '1'], ['--from', 'yesterday'], ['--everything']])(
    'says how it is used when it is asked for %s %s',
    async (...args) => {
      const { code, stdout, stderr } = await shop.run('export-analytics', ...args);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr[0]).toContain('Usage: npm run export:analytics --silent');
    },
  );

  it('lets staff find the orders of a customer by telephone, and keeps the number out of the record', async () => {
    const found = async (q: string) =>
      (await owner.get<Page<Order>>(`/admin/orders?q=${q}`)).data.items.map(({ id }) => id);
    for (const q of [PHONE, `%2B86${PHONE}`, `+86${PHONE}`]) expect(await found(q)).toEqual([orderId]);
    expect(await found('13800138001')).toEqual([]);
    expect(await found(PLANTED.phone)).toEqual([]);
    expect(await found(PLANTED.trackingNo)).toEqual([orderId]);
    const { data: me } = await shopper.get<{ id: string }>('/users/me');
    const looked = await eventually(
      async () => {
        const { data } = await owner.get<Page<{ subject: string | null }>>(
          '/admin/audit-log?type=data.phone-looked-up',
        );
        return data.items.map(({ subject }) => subject);
      },
      (subjects) => subjects.length === 5,
    );
    expect(looked.filter((subject) => subject === me.id)).toHaveLength(3);
    expect(looked.filter((subject) => subject === null)).toHaveLength(2);
    const log = await databaseRows<object>(shop.databaseUrl, 'SELECT * FROM audit_log');
    expect(JSON.stringify(log)).not.toContain('138001380');
  });
});

const PLANTED_ADDRESS = {
  phone: '13900000000',
  province: '浙江',
  city: '宁波市',
  district: '海曙区',
  detail: '丐帮总舵',
};
