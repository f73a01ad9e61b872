import { randomUUID } from 'node:crypto';
import type { Api, Identity } from '../../support/api.js';
import type { Shop } from '../../support/shop.js';
import type { Product } from '../../support/views.js';
import type { Received } from './client.js';
import { type Role, ROLES } from './generated-request.js';

const PASSWORD = 'a-long-enough-password';
const ADDRESS = {
  recipient: '甲',
  phone: '13800138000',
  province: '北京市',
  city: '北京市',
  district: '东城区',
  detail: '一号',
};
const ULID = /"([0-7][0-9A-HJKMNP-TV-Z]{25})"/g;
const MOST_KNOWN = 200;

/** Who sends the requests. Whoever signs themselves out, is blocked or erased comes back as somebody new. */
export class Cast {
  private readonly identities = new Map<Role, Identity>();
  private readonly known = new Map<string, string[]>();
  private readonly doubted = new Set<Role>(ROLES);
  private comings = 0;

  private constructor(
    private readonly shop: Shop,
    /** Mends what the others break; nobody knows of it. */
    private readonly keeper: Api,
    private readonly keeperId: string,
  ) {}

  static async of(shop: Shop): Promise<Cast> {
    const keeper = await shop.owner();
    const { data: all } = await keeper.get<{ items: { id: string }[] }>('/admin/staff');
    const [me, ...others] = all.items;
    if (!me || others.length > 0) throw new Error('The keeper should be the first of the staff');
    const cast = new Cast(shop, keeper, me.id);
    await cast.refresh();
    return cast;
  }

  signature(role: Role): Readonly<Record<string, string>> {
    if (role === 'forger') return { authorization: 'Bearer e30.e30.e30', cookie: 'jishi_staff=forged' };
    const { token, cookie } = this.identities.get(role) ?? {};
    return {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(cookie !== undefined && { cookie }),
    };
  }

  /** One of the ids that were answered to calls of the same collection, or to any. */
  readonly idOf = (template: string, nth: number): string => {
    const mine = this.known.get(collectionOf(template)) ?? [];
    const all = nth % 4 === 0 || mine.length === 0 ? [...this.known.values()].flat() : mine;
    return all[nth % all.length] ?? '01ARZ3NDEKTSV4RRFFQ69G5FAV';
  };

  /** Keeps the ids of a success, and sees when somebody is not signed in any more. */
  hear(role: Role, template: string, { status, body }: Received): void {
    if (status === 401) this.doubted.add(role);
    if (status < 300) this.learn(template, body);
  }

  private learn(template: string, body: string): void {
    for (const [, id = ''] of body.slice(0, 20_000).matchAll(ULID)) {
      if (id === this.keeperId) continue;
      const ids = this.known.get(collectionOf(template)) ?? [];
      if (ids.includes(id)) continue;
      ids.push(id);
      this.known.set(collectionOf(template), ids.slice(-MOST_KNOWN));
    }
  }

  /** Everybody is signed in, and there is something to be had. */
  async refresh(): Promise<void> {
    for (const role of this.doubted) {
      if (role === 'nobody' || role === 'forger' || (await this.isIn(role))) continue;
      if (role === 'shopper' || role === 'other shopper') await this.bringShopper(role);
      else await this.bringStaff(role);
    }
    this.doubted.clear();
  }

  private async isIn(role: Role): Promise<boolean> {
    const identity = this.identities.get(role);
    if (!identity) return false;
    const path = identity.token === undefined ? '/auth/staff/me' : '/users/me';
    const { status, data } = await this.shop.api.as(identity).get<{ role?: string } | null>(path);
    return status === 200 && (data?.role === undefined || data.role === role);
  }

  private async bringShopper(role: Role): Promise<void> {
    const { accessToken: token } = await this.shop.logIn(`oGenerated${++this.comings}`);
    this.identities.set(role, { token });
    const shopper = this.shop.api.as({ token });
    const items = [{ skuId: await this.offer(), quantity: 1 }];
    await shopper.post('/users/me/addresses', ADDRESS);
    const { data: paid } = await shopper.post<{ id: string }>('/orders', { items }, randomUUID());
    await this.shop.pay(shopper, paid.id);
    await shopper.post(`/orders/${paid.id}/payment/sync`);
    await shopper.post(`/orders/${paid.id}/refunds`, { reason: '不要了', amountFen: 1 }, randomUUID());
    await shopper.post('/orders', { items }, randomUUID());
  }

  /** A SKU of a new product: staff may have taken any other off the shelf. */
  private async offer(): Promise<string> {
    const { data: category } = await this.keeper.post<{ id: string }>('/admin/categories', { name: '茶' });
    const skus = [{ name: '50 克', priceFen: 100, initialStock: 50 }];
    const goods = { name: '龙井', categoryId: category.id, skus };
    const { data } = await this.keeper.post<Product>('/admin/products', goods);
    return data.skus[0]?.id ?? '';
  }

  private async bringStaff(role: 'owner' | 'operator' | 'support'): Promise<void> {
    const username = `${role}${++this.comings}`;
    await this.keeper.post('/admin/staff', { username, password: PASSWORD, role });
    const { headers } = await this.shop.api.post('/auth/staff/login', { username, password: PASSWORD });
    this.identities.set(role, { cookie: headers.getSetCookie()[0]?.split(';')[0] });
  }
}

/** `/api/v1/admin/orders/{id}/shipment` is about `orders`. */
function collectionOf(template: string): string {
  const [before = ''] = template.split('/{');
  return before.split('/').at(-1) ?? '';
}
