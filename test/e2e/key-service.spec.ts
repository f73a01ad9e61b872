import { randomUUID } from 'node:crypto';
import { FakeVault } from '#platform/crypto/testing';
import type { Api } from '../support/api.js';
import { Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';
import type { Order } from '../support/views.js';

const ADDRESS = {
  recipient: '张三',
  phone: '13800138000',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '文三路 1 号',
};

describe('a shop whose keys are in Vault', () => {
  let vault: FakeVault;
  let shop: Shop;
  beforeAll(async () => {
    vault = await FakeVault.start();
    // It starts without Vault.
    vault.sealed = true;
    const environment = {
      KMS_PROVIDER: 'vault',
      KMS_VAULT_URL: vault.url,
      KMS_VAULT_TOKEN: vault.token,
      KMS_VAULT_KEY: vault.keyName,
      KMS_KEYRING: '',
    };
    shop = await Shop.open({ environment });
  });
  afterAll(async () => {
    await shop?.close();
    await vault.close();
  });

  const health = async () => {
    const response = await fetch(`${shop.urls[0]}/health`);
    const { details } = (await response.json()) as { details: { keys: object } };
    return { status: response.status, keys: details.keys };
  };
  const unsealed = async () => {
    vault.sealed = false;
    await eventually(
      () => health(),
      ({ keys }) => JSON.stringify(keys).includes('up'),
    );
  };
  const addressOf = (shopper: Api) => shopper.post<{ id: string }>('/users/me/addresses', ADDRESS);

  it('[P35] keeps personal data waiting while Vault is sealed, serves all else, and needs no restart afterwards', async () => {
    const { skuId } = await shop.product(10);
    expect(await health()).toEqual({ status: 200, keys: { status: 'degraded', provider: 'vault' } });
    expect((await shop.logIn('oEarly')).user).toMatchObject({ isNew: true, phone: null });

    await unsealed();
    const shopper = await shop.shopper('oShopper');
    const phoneCode = shop.wechat.phoneCode({ openid: 'oShopper', phone: '13800138000' });
    expect((await shopper.post<{ phone: string }>('/users/me/phone', phoneCode)).data.phone).toBe('138****8000');
    const { data: address, status } = await addressOf(shopper);
    expect(status).toBe(201);
    const wish = { items: [{ skuId, quantity: 1 }] };
    const placed = await shopper.post<Order>('/orders', { ...wish, addressId: address.id }, randomUUID());
    expect(placed.data).toMatchObject({ address: ADDRESS });

    // Whoever's key a process holds is served from memory for a while; others notice at once.
    const newcomer = await shop.shopper('oNewcomer');
    vault.sealed = true;
    await shop.stop();
    await shop.start(1);
    for (const asked of [await addressOf(newcomer), await shopper.get('/users/me/addresses')]) {
      expect(asked).toMatchObject({ status: 503, code: 503 });
      expect(Number(asked.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await shopper.post('/orders', { ...wish, addressId: address.id }, randomUUID())).status).toBe(503);
    expect((await newcomer.get('/products')).status).toBe(200);
    expect((await shop.logIn('oShopper')).user).toMatchObject({ isNew: false, phone: null });
    expect((await newcomer.post('/orders', wish, randomUUID())).status).toBe(201);
    expect(await health()).toEqual({ status: 200, keys: { status: 'degraded', provider: 'vault' } });
    expect((await fetch(`${shop.urls[0]}/health/ready`)).status).toBe(200);

    await unsealed();
    expect((await shopper.get<{ items: object[] }>('/users/me/addresses')).data.items).toMatchObject([ADDRESS]);
    expect((await addressOf(newcomer)).status).toBe(201);
    expect((await shop.logIn('oShopper')).user).toMatchObject({ phone: '138****8000' });
  });
});
