import type {
  Body,
  Cart,
  ClaimableCoupon,
  Coupon,
  FlashPrice,
  MergedCart,
  Order,
  OrderFromCart,
  PlaceOrder,
  Product,
  Query,
  Refund,
  RequestRefund,
} from './api-types.js';
import { type Calls, pathOf } from './calls.js';
import type { ShopError } from './errors.js';
import { Paging } from './paging.js';
import type { Payments } from './pay.js';
import type { Session } from './session.js';
import type { Outcome, Unanswered, Wish } from './unanswered.js';

export interface Parts {
  readonly calls: Calls;
  readonly session: Session;
  readonly unanswered: Unanswered;
  readonly payments: Payments;
}

/** What became of an order, a refund, a claim or a merge of carts whose answer an earlier run of the app did not get. */
export type Resumed =
  | { readonly what: 'order'; readonly outcome: 'done'; readonly order: Order }
  | { readonly what: 'refund'; readonly outcome: 'done'; readonly refund: Refund }
  | { readonly what: 'coupon'; readonly outcome: 'done'; readonly coupon: Coupon }
  | { readonly what: 'cart'; readonly outcome: 'done' }
  /** The shop does not want it, or could not be asked, in which case it stays open. */
  | { readonly what: Resumable; readonly outcome: 'refused' | 'unanswered'; readonly error: ShopError }
  /** More than an hour old: forgotten, and not sent again. The list of orders, or the cart, tells whether it was done. */
  | { readonly what: Resumable; readonly outcome: 'stale' };

type Resumable = 'order' | 'refund' | 'coupon' | 'cart';

/** The routes of a shopper, by what they are about. */
export function groups({ calls, session, unanswered, payments }: Parts) {
  const open = true;
  return {
    auth: auth(calls, session),
    users: users(calls, session),
    addresses: addresses(calls),
    categories: {
      list: () => calls.request('get', '/categories', { open }).then(({ items }) => items),
    },
    products: {
      /** One page. */
      list: (query?: Query<'get', '/products'>) => calls.request('get', '/products', { query, open }),
      /** Page after page, or item after item. */
      all: (query?: Query<'get', '/products'>) =>
        new Paging<Product>((cursor) => calls.request('get', '/products', { query: { ...query, cursor }, open })),
      get: (id: string) => calls.request('get', '/products/{id}', { id, open }),
    },
    cart: cart(calls, unanswered),
    orders: orders(calls, unanswered, payments),
    coupons: coupons(calls, unanswered),
    flashPrices: {
      /** Running and coming ones. */
      all: () => new Paging<FlashPrice>((cursor) => calls.request('get', '/flash-prices', { query: { cursor }, open })),
    },
    /** An image by its path on the phone, such as wx.chooseMedia gives it. */
    upload: (filePath: string) => calls.upload<{ readonly url: string }>('/uploads', filePath),
  };
}

function auth(calls: Calls, session: Session) {
  return {
    /** A new session by wx.login. Every call signs in by itself; this is for the user it answers with, and after 1004. */
    logIn: () => session.logIn().then(({ user }) => user),
    /** Ends the session. The next call that needs one signs in again, for that is what a mini-program does. */
    logOut: async () => {
      if (!session.isOpen) return;
      try {
        await calls.request('post', '/auth/logout');
      } finally {
        await session.forget();
      }
    },
    sessions: () => calls.request('get', '/auth/sessions').then(({ items }) => items),
    endSession: (id: string) => calls.request('delete', '/auth/sessions/{id}', { id }),
    /** All but this one. */
    endOtherSessions: () => calls.request('delete', '/auth/sessions'),
  };
}

function users(calls: Calls, session: Session) {
  return {
    me: () => calls.request('get', '/users/me'),
    change: (body: Body<'put', '/users/me'>) => calls.request('put', '/users/me', { body }),
    /** @param code of the getPhoneNumber button */
    bindPhone: (code: string) => calls.request('post', '/users/me/phone', { body: { code } }),
    /** Refused with 1004 after WeChat changed its session key: `auth.logIn()`, get the data anew, try again. */
    openWechatData: (body: Body<'post', '/users/me/wechat-data'>) =>
      calls.request('post', '/users/me/wechat-data', { body }),
    consents: () => calls.request('get', '/users/me/consents').then(({ items }) => items),
    /** Changes only the purposes it names. */
    consent: (items: Body<'put', '/users/me/consents'>['items']) =>
      calls.request('put', '/users/me/consents', { body: { items } }).then((answer) => answer.items),
    /** Everything that is held about the shopper. */
    exportData: () => calls.request('get', '/users/me/export'),
    /** For good. The next call that needs a session begins a new account. */
    erase: async () => {
      await calls.request('delete', '/users/me');
      await session.forget();
    },
  };
}

function addresses(calls: Calls) {
  const path = '/users/me/addresses/{id}';
  return {
    list: () => calls.request('get', '/users/me/addresses').then(({ items }) => items),
    get: (id: string) => calls.request('get', path, { id }),
    add: (body: Body<'post', '/users/me/addresses'>) => calls.request('post', '/users/me/addresses', { body }),
    change: (id: string, body: Body<'put', typeof path>) => calls.request('put', path, { id, body }),
    remove: (id: string) => calls.request('delete', path, { id }),
  };
}

function cart(calls: Calls, unanswered: Unanswered) {
  const path = '/cart/lines/{skuId}';
  return {
    get: () => calls.request('get', '/cart'),
    /** Added to what is there, once for each call. */
    add: (skuId: string, quantity = 1) => unanswered.postAnew<Cart>('/cart/lines', { skuId, quantity }),
    change: (skuId: string, body: Body<'put', typeof path>) => calls.request('put', path, { id: skuId, body }),
    remove: (skuId: string) => calls.request('delete', path, { id: skuId }),
    /** Without SKUs: all of the cart. */
    select: (selected: boolean, skuIds?: string[]) =>
      calls.request('put', '/cart/selection', { body: skuIds ? { selected, skuIds } : { selected } }),
    clear: () => calls.request('delete', '/cart'),
    /** What was collected on the phone, once. `refused` are lines the shop could not take, each with its code. */
    merge: (lines: Body<'post', '/cart/merge'>['lines']) => unanswered.post<MergedCart>('/cart/merge', { lines }),
    /** Orders these lines as they are in the cart; they leave it a moment later. Once, like `orders.place`. */
    order: (order: OrderFromCart) => unanswered.post<Order>('/cart/orders', order),
  };
}

function orders(calls: Calls, unanswered: Unanswered, payments: Payments) {
  return {
    /** Once, however often the answer is lost or the button tapped. */
    place: (order: PlaceOrder) => unanswered.post<Order>('/orders', order),
    /** What it would cost now, and which coupons fit, the best first. Nothing is reserved. */
    quote: (body: Body<'post', '/orders/quote'>) => calls.request('post', '/orders/quote', { body }),
    /** Of orders, refunds and claims whose answers were lost: sends them again. Call it when the app starts and when it is shown. */
    resume: async (): Promise<Resumed[]> => (await unanswered.resume()).map(resumed),
    list: (query?: Query<'get', '/orders'>) => calls.request('get', '/orders', { query }),
    all: (query?: Query<'get', '/orders'>) =>
      new Paging<Order>((cursor) => calls.request('get', '/orders', { query: { ...query, cursor } })),
    get: (id: string) => calls.request('get', '/orders/{id}', { id }),
    /** Shows WeChat's sheet, then asks the shop what became of it. Throws at once without a network. */
    pay: (id: string) => payments.pay(id),
    /** Asks WeChat Pay for the truth. `pay` has done it already. */
    sync: (id: string) => calls.request('post', '/orders/{id}/payment/sync', { id }),
    cancel: (id: string) => calls.request('post', '/orders/{id}/cancel', { id }),
    /** The goods have arrived. */
    confirmReceipt: (id: string) => calls.request('post', '/orders/{id}/receipt', { id }),
    /** Without an amount: what is left. */
    refund: (id: string, refund: RequestRefund) => unanswered.post<Refund>(pathOf('/orders/{id}/refunds', id), refund),
  };
}

function coupons(calls: Calls, unanswered: Unanswered) {
  return {
    /** What can be claimed now. */
    claimable: () =>
      new Paging<ClaimableCoupon>((cursor) => calls.request('get', '/coupon-templates', { query: { cursor } })),
    /** One, however often the answer is lost or the button tapped. */
    claim: (templateId: string) => unanswered.post<Coupon>(pathOf('/coupon-templates/{id}/claim', templateId), {}),
    list: (query?: Query<'get', '/coupons'>) => calls.request('get', '/coupons', { query }),
    all: (query?: Query<'get', '/coupons'>) =>
      new Paging<Coupon>((cursor) => calls.request('get', '/coupons', { query: { ...query, cursor } })),
  };
}

function resumed({ wish, ...became }: Outcome & { readonly wish: Wish }): Resumed {
  const what = whatOf(wish);
  if (became.outcome !== 'done') return { what, ...became };
  const { data } = became;
  if (what === 'cart') return { what, outcome: 'done' };
  if (what === 'coupon') return { what, outcome: 'done', coupon: data as Coupon };
  return what === 'order'
    ? { what, outcome: 'done', order: data as Order }
    : { what, outcome: 'done', refund: data as Refund };
}

function whatOf({ path }: Wish): Resumable {
  if (path.endsWith('/orders')) return 'order';
  if (path.startsWith('/cart/')) return 'cart';
  return path.startsWith('/coupon-templates/') ? 'coupon' : 'refund';
}
