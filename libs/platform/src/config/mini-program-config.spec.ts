import { loadConfig } from './index.js';

const made = {
  JWT_KEYS: `made:${'m'.repeat(32)}`,
  KMS_KEYRING: `made:${Buffer.alloc(32, 7).toString('base64')}`,
};
const load = (env: NodeJS.ProcessEnv) =>
  loadConfig({ NODE_ENV: 'test', ...env }, { developmentSecrets: () => made }).miniProgram;

describe('what the mini program is told and asked', () => {
  it('is by default no message and no code, and texts are checked', () => {
    expect(load({})).toEqual({
      contentCheck: true,
      productPage: null,
      templates: { orderPaid: null, orderShipped: null, orderRefunded: null },
    });
    expect(load({ WECHAT_CONTENT_CHECK: 'off' }).contentCheck).toBe(false);
  });

  it('may be a message with a page, and with any fact in a field that takes it', () => {
    const text =
      'T-_1@pages/order/show:character_string1=order, thing2=products,amount3=total,phrase4=status,date5=time';
    expect(load({ WECHAT_TEMPLATE_ORDER_PAID: text }).templates.orderPaid).toEqual({
      id: 'T-_1',
      page: 'pages/order/show',
      fields: [
        { field: 'character_string1', fact: 'order' },
        { field: 'thing2', fact: 'products' },
        { field: 'amount3', fact: 'total' },
        { field: 'phrase4', fact: 'status' },
        { field: 'date5', fact: 'time' },
      ],
    });
    const shipped = 'T2:thing1=carrier,character_string2=trackingNo';
    expect(load({ WECHAT_TEMPLATE_ORDER_SHIPPED: shipped }).templates.orderShipped).toMatchObject({ page: null });
  });

  it.each([
    'T1',
    'T1:',
    ':thing1=products',
    'T1:thing1',
    'T1:thing1=products;amount2=total',
    'T1:thing1=products,thing1=status',
    'T1:thing=products',
    'T1:amount1=products',
    'T1:number1=order',
    'T1:thing1=recipient',
    'T1:thing1=constructor',
    'T1:character_string1=trackingNo',
    'T1@/pages/order:thing1=products',
    'T1@pages/order?id=1:thing1=products',
  ])('is refused at start when it is written %s', (text) => {
    expect(() => load({ WECHAT_TEMPLATE_ORDER_PAID: text })).toThrow(
      /^WECHAT_TEMPLATE_ORDER_PAID.*templateId\[@page\]:field=fact.*amount1\|thing1=total/,
    );
  });

  it.each(['/pages/product', 'pages/product?id=1', 'pages/商品'])('has no page %s', (page) => {
    expect(() => load({ WECHAT_PRODUCT_PAGE: page })).toThrow(/^WECHAT_PRODUCT_PAGE/);
  });
});
