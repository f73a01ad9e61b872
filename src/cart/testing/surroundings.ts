import { newId } from '#kernel';
import type { IdempotencyKey } from '#platform/idempotency';
import { Catalogue, type Offer } from '../../catalog/index.js';
import { type CheckedOut, Checkout, type OrderRequest } from '../../order/index.js';

/** What other contexts answer to cart, as far as cart asks. */
export class InMemoryCatalogue extends Catalogue {
  private readonly known = new Map<string, Offer>();

  put(skuId: string, priceFen: number, onShelf = true): void {
    const names = { productName: '龙井茶', skuName: '250 克', imageUrl: 'https://img.example/tea.png' };
    this.known.set(skuId, { skuId, productId: `product of ${skuId}`, categoryId: 'tea', ...names, priceFen, onShelf });
  }

  delete(skuId: string): void {
    this.known.delete(skuId);
  }

  async offers(skuIds: readonly string[]): Promise<ReadonlyMap<string, Offer>> {
    return new Map([...this.known].filter(([skuId]) => skuIds.includes(skuId)));
  }
}

export class InMemoryCheckout extends Checkout {
  readonly asked: { readonly shopper: object; readonly request: OrderRequest }[] = [];
  refusal: Error | null = null;

  async place(shopper: { readonly id: string }, request: OrderRequest): Promise<CheckedOut> {
    if (this.refusal) throw this.refusal;
    this.asked.push({ shopper, request });
    return { order: { id: newId() } as CheckedOut['order'], replayed: false };
  }
}

export function aKey(owner: string, key = newId()): IdempotencyKey {
  return { owner, route: 'POST /cart', key, fingerprint: 'body' };
}
