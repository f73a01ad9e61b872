export { createShop, type Shop, type ShopOptions } from './shop.js';
export { wxPlatform, type WxLike } from './wx-platform.js';
export type { HttpAnswer, HttpRequest, HttpUpload, KeyValueStorage, OnTask, Platform } from './platform.js';
export type { Transport, UploadTransport } from './platform.js';
export { isShopError, ShopError, type Facts, type FailureKind, type FieldError, type Language } from './errors.js';
export { type Code, Codes } from './codes.js';
export type { Paging } from './paging.js';
export type { Paid } from './pay.js';
export type { Resumed } from './groups.js';
export type { Clock } from './clock.js';
export type {
  Address,
  Cart,
  CartLine,
  Category,
  ClaimableCoupon,
  Consent,
  Coupon,
  FlashPrice,
  MergedCart,
  Order,
  OrderFromCart,
  OrderQuote,
  OrderStatus,
  PaymentArguments,
  PlaceOrder,
  Product,
  Profile,
  Refund,
  RequestRefund,
  SessionView,
  Sku,
} from './api-types.js';
export type { components, paths } from './api-schema.js';
