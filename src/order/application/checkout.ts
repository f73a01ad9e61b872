import type { Shopper } from '#platform/principals';
import type { IdempotencyKey } from '#platform/idempotency';
import type { OrderView } from './order-view.js';

/** Units of one SKU in one line of a request, at most. */
export const MOST_UNITS = 999;
/** Lines of one request, at most. */
export const MOST_ITEMS = 50;

/** What a shopper asks for. Where a field is absent or null the shop's default applies. */
export interface OrderRequest {
  readonly items: readonly { readonly skuId: string; readonly quantity: number }[];
  /** Without one the default address; without a default none. */
  readonly addressId?: string | null | undefined;
  readonly remark?: string | null | undefined;
  /** One of the shopper's. */
  readonly couponId?: string | null | undefined;
  /** What the shopper saw. */
  readonly expectedTotalFen?: number | null | undefined;
}

export interface CheckedOut {
  readonly order: OrderView;
  /** Whether an earlier request with the same key made it. */
  readonly replayed: boolean;
}

/** Where orders are placed, from whatever page a shopper does it. */
export abstract class Checkout {
  /**
   * Places the order, once under one key; a repeat is answered with the order as it is now. Not inside a transaction.
   * @throws AddressNotFound, SkuNotFound, SkuOffShelf, OutOfStock, IdempotencyKeyReused, FirstRequestStillRunning,
   *   TooManyUnpaidOrders, PriceHasChanged, ContentRefused, MoneyOutOfRange, TooManyWaiting, KeysUnavailable, PersonErased,
   *   and what promotion refuses a coupon with
   */
  abstract place(
    shopper: Pick<Shopper, 'id' | 'account'>,
    request: OrderRequest,
    key: IdempotencyKey,
  ): Promise<CheckedOut>;
}
