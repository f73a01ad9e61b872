import type { components, paths } from './api-schema.js';

export type Method = 'get' | 'post' | 'put' | 'delete';

/** Paths that take a method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends object ? P : never;
}[keyof paths];

type Json<Content> = Content extends { content: { 'application/json': infer J } } ? J : never;
type Success<O> = O extends { responses: infer R } ? R[Extract<keyof R, 200 | 201>] : never;

/** What is in `data` of a successful answer. */
export type Data<M extends Method, P extends PathOf<M>> =
  Json<Success<paths[P][M]>> extends { data: infer D } ? D : never;

export type Body<M extends Method, P extends PathOf<M>> = paths[P][M] extends { requestBody: infer R }
  ? Json<R>
  : undefined;

export type Query<M extends Method, P extends PathOf<M>> = paths[P][M] extends { parameters: { query?: infer Q } }
  ? Q
  : never;

export type Order = components['schemas']['Order'];
export type OrderStatus = Order['status'];
export type Refund = components['schemas']['Refund'];
/** Of wx.requestPayment. */
export type PaymentArguments = components['schemas']['PaymentArguments'];
export type Coupon = components['schemas']['Coupon'];
export type ClaimableCoupon = components['schemas']['ClaimableCoupon'];
export type FlashPrice = components['schemas']['FlashPrice'];
export type OrderQuote = components['schemas']['OrderQuote'];
export type PlaceOrder = Body<'post', '/orders'>;
export type Cart = components['schemas']['Cart'];
export type CartLine = Cart['lines'][number];
export type OrderFromCart = Body<'post', '/cart/orders'>;
export type MergedCart = Data<'post', '/cart/merge'>;
export type RequestRefund = Body<'post', '/orders/{id}/refunds'>;
export type Product = Data<'get', '/products/{id}'>;
export type Sku = Product['skus'][number];
export type Category = Data<'get', '/categories'>['items'][number];
export type Profile = Data<'get', '/users/me'>;
export type Address = Data<'get', '/users/me/addresses/{id}'>;
export type Consent = Data<'get', '/users/me/consents'>['items'][number];
export type Login = Data<'post', '/auth/wechat/login'>;
export type Tokens = Data<'post', '/auth/token/refresh'>;
export type SessionView = Data<'get', '/auth/sessions'>['items'][number];
