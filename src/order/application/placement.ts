import { isDatabaseUnavailable } from '#platform/database';
import { type IdempotencyKey, IdempotencyKeyReused, nameOf } from '#platform/idempotency';
import type { Order } from '../domain/order.js';
import type { PersonalDetails, SealedDetails } from '../domain/orders.js';
import { type Deferred, deferred } from '../domain/wanted-order.js';
import type { OrderedLine } from '../events.js';
import { orderView, type OrderView } from './order-view.js';

export interface PlaceOrderCommand {
  readonly customerId: string;
  /** The shopper's account at WeChat. */
  readonly account: string;
  readonly items: readonly OrderedLine[];
  /** Null: the default address, if there is one. */
  readonly addressId: string | null;
  readonly remark: string | null;
  /** A coupon to use; without one none. */
  readonly couponId?: string | null;
  /** What the shopper saw; null: whatever it costs. */
  readonly expectedTotalFen: number | null;
  readonly key: IdempotencyKey;
}

export interface Refusal {
  readonly refused: Error;
}

/** A new order; the id of the order an earlier request with this key made; or why there is none. */
export type Placement = { readonly placed: OrderView } | { readonly replayed: string } | Refusal;

/** What a step makes of one order of a list: a T; why there is none; or deferred, until another one is decided. */
export type Outcome<T> = T | Refusal | Deferred;

/** A command with all that may need the network or a key: what is left to do is one transaction. */
export interface PreparedOrder {
  readonly command: PlaceOrderCommand;
  readonly orderId: string;
  readonly details: PersonalDetails;
  readonly sealed: SealedDetails;
}

/** By the name of its key. */
export function firstOfEachKey(ready: readonly PreparedOrder[]): ReadonlyMap<string, PreparedOrder> {
  const firsts = new Map<string, PreparedOrder>();
  for (const one of ready) {
    const name = nameOf(one.command.key);
    if (!firsts.has(name)) firsts.set(name, one);
  }
  return firsts;
}

/**
 * What a request hears whose key another one of the same list brought first. Deferred: that one is, or came to nothing and
 * left the key to this one.
 */
export function repeatOf(first: PreparedOrder, outcome: Outcome<Placement>, repeat: PreparedOrder): Outcome<Placement> {
  if ('deferred' in outcome) return deferred;
  const same = first.command.key.fingerprint === repeat.command.key.fingerprint;
  if ('refused' in outcome) return same || isDatabaseUnavailable(outcome.refused) ? outcome : deferred;
  return replayOf(same ? ('placed' in outcome ? outcome.placed.id : outcome.replayed) : null);
}

/** @param resourceId null: another request used the key */
export function replayOf(resourceId: string | null): Placement {
  return resourceId === null ? { refused: new IdempotencyKeyReused() } : { replayed: resourceId };
}

export function placementOf(order: Order, { details }: PreparedOrder): Placement {
  return { placed: orderView(order, { ...details, refundReasons: new Map() }) };
}

export function failed(error: unknown): Refusal {
  return { refused: error instanceof Error ? error : new Error('Unknown failure') };
}
