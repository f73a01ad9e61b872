import type { Catalogue, Offer } from '../../catalog/index.js';
import type { ReservationRequest, Shortage, Stock } from '../../inventory/index.js';
import type { Basket, DiscountDecision, PromotionQuote, Promotions } from '../../promotion/index.js';
import type { AddressSnapshot, UserDirectory, UserProfile } from '../../user/index.js';

/** What other contexts answer to order, as far as order asks. */
export class InMemoryCatalogue implements Catalogue {
  private readonly known = new Map<string, Offer>();

  put(skuId: string, priceFen: number, { onShelf = true, categoryId = 'tea' } = {}): string {
    const names = { productName: '龙井茶', skuName: '250 克', imageUrl: 'https://img.example/tea.png' };
    this.known.set(skuId, { skuId, productId: `product of ${skuId}`, categoryId, ...names, priceFen, onShelf });
    return skuId;
  }

  async offers(skuIds: readonly string[]): Promise<ReadonlyMap<string, Offer>> {
    return new Map([...this.known].filter(([skuId]) => skuIds.includes(skuId)));
  }
}

export class InMemoryStock implements Stock {
  readonly levels = new Map<string, number>();
  /** Thrown instead of reserving for an order that asks for this SKU. */
  broken: { readonly skuId: string; readonly error: Error } | null = null;

  async introduce(items: readonly { readonly skuId: string; readonly initial: number }[]): Promise<void> {
    for (const { skuId, initial } of items) this.levels.set(skuId, initial);
  }

  async reserve(requests: readonly ReservationRequest[]): Promise<readonly (readonly Shortage[])[]> {
    const { broken } = this;
    const skuIds = requests.flatMap(({ lines }) => lines.map(({ skuId }) => skuId));
    if (broken && skuIds.includes(broken.skuId)) throw broken.error;
    return requests.map(({ lines }) => this.reserveOne(lines));
  }

  async available(skuIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return new Map([...this.levels].filter(([skuId]) => skuIds.includes(skuId)));
  }

  private reserveOne(lines: ReservationRequest['lines']): readonly Shortage[] {
    const shortages = lines
      .map(({ skuId, quantity }) => ({ skuId, requested: quantity, available: this.levels.get(skuId) ?? 0 }))
      .filter(({ requested, available }) => requested > available);
    if (shortages.length > 0) return shortages;
    for (const { skuId, quantity } of lines) this.levels.set(skuId, (this.levels.get(skuId) ?? 0) - quantity);
    return [];
  }
}

/** A shop that takes nothing off. */
export class NoPromotions implements Promotions {
  async discounts(baskets: readonly Basket[]): Promise<readonly DiscountDecision[]> {
    return baskets.map(({ lines }) => ({ linesFen: lines.map(() => 0), freightFen: 0, uses: null }));
  }

  take(): Promise<void> {
    throw new Error('Nothing is limited');
  }

  quote(): Promise<PromotionQuote> {
    throw new Error('Placing asks for discounts');
  }
}

export class InMemoryUserDirectory implements UserDirectory {
  /** By `<user id> <address id>`; the default address has the id `default`. */
  readonly addresses = new Map<string, AddressSnapshot>();
  /** Users by number. */
  readonly phones = new Map<string, string>();

  constructor(private readonly addressNotFound: Error) {}

  async addressOf(userId: string, addressId: string | null): Promise<AddressSnapshot | null> {
    const address = this.addresses.get(`${userId} ${addressId ?? 'default'}`);
    if (!address && addressId !== null) throw this.addressNotFound;
    return address ?? null;
  }

  async withPhone(e164: string): Promise<string | null> {
    return this.phones.get(e164) ?? null;
  }

  join(): Promise<UserProfile[]> {
    throw new Error('Nobody joins by ordering');
  }

  mustExist(): Promise<void> {
    throw new Error('Orders do not ask whether somebody exists');
  }

  hold(): Promise<void> {
    throw new Error('Orders hold nobody');
  }

  findProfiles(): Promise<ReadonlyMap<string, UserProfile>> {
    throw new Error('Orders need no profile');
  }
}
