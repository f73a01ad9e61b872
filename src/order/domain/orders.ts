import type { Order } from './order.js';

/** Where the goods go and what the shopper wrote: personal data, kept encrypted and out of every decision. */
export interface PersonalDetails {
  readonly address: DeliveryAddress | null;
  readonly remark: string | null;
}

export interface DeliveryAddress {
  readonly recipient: string;
  readonly phone: string;
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly detail: string;
  readonly postalCode: string | null;
}

/** Personal details in the form that is stored. */
export interface SealedDetails {
  readonly address: string | null;
  readonly remark: string | null;
}

/** An unpaid order whose time is over. */
export interface ExpiredOrder {
  readonly orderId: string;
  readonly expiresAt: Date;
}

/** A refund, and whose money it is. */
export interface RefundOf {
  readonly refundId: string;
  readonly customerId: string;
}

export abstract class Orders {
  /** Encrypts before any transaction begins: the keys may be a network away. @throws PersonErased, KeysUnavailable */
  abstract seal(orderId: string, customerId: string, details: PersonalDetails): Promise<SealedDetails>;

  /** Like `seal`, for what people write about a refund. @throws PersonErased, KeysUnavailable */
  abstract sealRefundText(refund: RefundOf, column: 'reason' | 'rejection', text: string): Promise<string>;

  /** Saves new orders with their events, in the caller's transaction. */
  abstract add(orders: readonly { readonly order: Order; readonly details: SealedDetails }[]): Promise<void>;

  /** @throws OrderNotFound */
  abstract get(orderId: string): Promise<Order>;

  /** Those of `orderIds` that are there (still). */
  abstract existing(orderIds: readonly string[]): Promise<ReadonlySet<string>>;

  /**
   * Loads and locks, lets `mutate` decide, saves with the recorded events: one transaction.
   * @throws OrderNotFound
   */
  abstract change(orderId: string, mutate: (order: Order) => void): Promise<Order>;

  /** How many orders wait for money, by customer; those who have none are absent. */
  abstract countUnpaid(customerIds: readonly string[]): Promise<ReadonlyMap<string, number>>;

  /** @throws RefundNotFound */
  abstract orderOfRefund(refundId: string): Promise<{ readonly orderId: string; readonly customerId: string }>;

  /** Unpaid orders whose time was over at `now`; nobody else is given them before `until`. */
  abstract claimExpired(limit: number, now: Date, until: Date): Promise<ExpiredOrder[]>;

  /** Ids of orders shipped at or before `time` and not received. */
  abstract shippedBefore(time: Date, limit: number): Promise<string[]>;
}
