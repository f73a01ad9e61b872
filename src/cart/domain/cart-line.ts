export interface Units {
  readonly skuId: string;
  /** At least 1. */
  readonly quantity: number;
}

/** What a shopper has put into the cart of one SKU. */
export interface CartLine extends Units {
  /** Whether the shopper means to order it next. */
  readonly selected: boolean;
  /** Its price when the shopper last put some in, so that a change is seen. */
  readonly addedPriceFen: number;
  readonly addedAt: Date;
}

/** What a shopper puts in. */
export type Addition = Omit<CartLine, 'addedAt'>;

/** What is absent stays as it is. */
export interface LineChanges {
  readonly quantity?: number | undefined;
  readonly selected?: boolean | undefined;
}

/** What the shop lets one cart hold. */
export interface CartLimits {
  readonly lines: number;
  /** Units of one line. */
  readonly quantity: number;
}
