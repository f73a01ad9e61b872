/** What the tests read of the API's answers; that they are whole is held against /docs-json. */

export interface Grant {
  readonly accessToken: string;
  readonly refreshToken: string;
}

export interface Login extends Grant {
  readonly user: { readonly id: string; readonly isNew: boolean };
}

export interface Sku {
  readonly id: string;
  readonly available: number;
}

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly priceFen: number;
  readonly skus: readonly Sku[];
}

export interface Order {
  readonly id: string;
  readonly status: string;
  readonly totalFen: number;
  readonly paidAt: string | null;
  readonly cancelReason: string | null;
  readonly address: { readonly recipient: string } | null;
  readonly items: readonly { readonly skuId: string; readonly quantity: number }[];
  readonly refunds: readonly Refund[];
}

export interface Cart {
  readonly lines: readonly {
    readonly skuId: string;
    readonly quantity: number;
    readonly selected: boolean;
    readonly priceFen: number | null;
    readonly addedPriceFen: number;
    readonly state: string;
    readonly available: number;
  }[];
  readonly selected: { readonly lines: number; readonly quantity: number; readonly goodsFen: number };
}

export interface Refund {
  readonly id: string;
  readonly status: string;
  readonly amountFen: number;
  readonly reason: string;
}

export interface PaymentArguments {
  readonly timeStamp: string;
  readonly nonceStr: string;
  readonly package: string;
  readonly signType: string;
  readonly paySign: string;
}

export interface Stock {
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
  readonly sold: number;
}

export interface Movement {
  readonly type: string;
  readonly quantity: number;
  readonly orderId: string | null;
}

export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly aggregateId: string;
  readonly status: string;
  readonly lastError: string | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
