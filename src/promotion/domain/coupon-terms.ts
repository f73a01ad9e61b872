/** What a coupon takes off. */
export type Benefit =
  /** So many fen off the goods it is for. */
  | { readonly type: 'amount'; readonly offFen: number }
  /** So many hundredths off the goods it is for, rounded down to fen, at most the cap where there is one. */
  | { readonly type: 'percent'; readonly percentOff: number; readonly capFen: number | null }
  /** No freight. */
  | { readonly type: 'free-freight' };

/** Which goods it is for. */
export type Scope =
  { readonly type: 'all' } | { readonly type: 'categories' | 'products'; readonly ids: readonly string[] };

export interface CouponTerms {
  readonly name: string;
  readonly benefit: Benefit;
  /** What the goods it is for must cost at least; 0: anything. */
  readonly thresholdFen: number;
  readonly scope: Scope;
}

/** When a coupon may be used: at `from` and later, before `until`. */
export interface Period {
  readonly from: Date;
  readonly until: Date;
}
