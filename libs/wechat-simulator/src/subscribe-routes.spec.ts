import { InMemoryShop } from './in-memory-shop.js';
import { isTakenValue } from './subscribe-values.js';

describe('subscribe messages', () => {
  let shop: InMemoryShop;
  let openid: string;

  beforeEach(async () => {
    shop = await InMemoryShop.open();
    ({ openid } = shop.simulator.login({ user: 'Li' }));
  });
  afterEach(() => shop.close());

  const send = async (changes: object = {}) => {
    const body = {
      touser: openid,
      template_id: 'paid',
      page: 'pages/order/index?id=1',
      data: { thing1: { value: '袜子' } },
    };
    return (await shop.api('POST', '/cgi-bin/message/subscribe/send', {}, { ...body, ...changes })).errcode;
  };

  it('reach a user once for each consent', async () => {
    expect(await send()).toBe(43101);
    shop.simulator.grantSubscription({ user: 'Li', templateId: 'paid' });
    expect(await send()).toBe(0);
    expect(await send()).toBe(43101);
    expect(shop.simulator.state().messages).toMatchObject([{ openid, templateId: 'paid', values: { thing1: '袜子' } }]);
  });

  it.each([
    [{ touser: 'nobody' }, 40003],
    [{ template_id: 'unknown' }, 40037],
    [{ page: '/pages/order/index' }, 41030],
    [{ page: 'pages/nowhere' }, 41030],
    [{ data: { thing1: { value: '字'.repeat(21) } } }, 47003],
    [{ data: { thing1: { value: '' } } }, 47003],
    [{ data: { thing2: { value: 'not in the template' }, thing1: { value: 'a' } } }, 47003],
    [{ data: {} }, 47003],
  ])('are refused with %j as %i, and the consent stays', async (changes, errcode) => {
    shop.simulator.configureMiniProgram({ pages: ['pages/order/index'], templates: { paid: { fields: ['thing1'] } } });
    shop.simulator.grantSubscription({ user: 'Li', templateId: 'paid' });
    expect(await send(changes)).toBe(errcode);
    expect(await send()).toBe(0);
  });

  it.each([
    ['thing1', '二十个字'.repeat(5), true],
    ['character_string2', 'A'.repeat(32), true],
    ['character_string2', 'A'.repeat(33), false],
    ['character_string2', '汉字', false],
    ['number3', '1'.repeat(32), true],
    ['number3', '1'.repeat(33), false],
    ['amount4', '¥1234567890.00', true],
    ['amount4', '12345678901', false],
    ['amount4', '59.00元', true],
    ['phrase5', '待发货', true],
    ['phrase5', '六个汉字太长', false],
    ['name6', '十个汉字的名字够长了', true],
    ['name6', '十一个汉字的名字就太长了', false],
    ['time7', '2026年11月25日 10:30', true],
    ['date8', '2026-11-25', true],
    ['date8', 'tomorrow', false],
    ['whatever9', 'x', false],
  ])('take for %s the value %s: %s', (field, value, taken) => {
    expect(isTakenValue(field, value)).toBe(taken);
  });
});
