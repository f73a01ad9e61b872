import { isDatabaseUnavailable } from '#platform/database';
import { type IdempotencyKey, IdempotencyKeyReused, nameOf } from '#platform/idempotency';
import { Order } from '../domain/order.js';
import type { PersonalDetails, SealedDetails } from '../domain/orders.js';
import type { Wish } from './draft-order.js';
import { orderView, type OrderView } from './order-view.js';

export interface PlaceOrderCommand extends Wish {
  /** The shopper's account at WeChat. */
  readonly account: string;
  /** Null: the default address, if there is one. */
  readonly addressId: string | null;
  readonly remark: string | null;
  readonly key: IdempotencyKey;
}

export interface Refusal {
  readonly refused: Error;
}

/** A new order; the id of the order an earlier request with this key made; or why there is none. */
export type Placement = { readonly placed: OrderView } | { readonly replayed: string } | Refusal;

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

/** What a request hears whose key another one of the same list brought first; null: the key is free again for it. */
export function repeatOf(
  first: PreparedOrder,
  placement: Placement | undefined,
  repeat: PreparedOrder,
): Placement | null {
  if (!placement) return null;
  const same = first.command.key.fingerprint === repeat.command.key.fingerprint;
  if ('refused' in placement) return same || isDatabaseUnavailable(placement.refused) ? placement : null;
  return replayOf(same ? ('placed' in placement ? placement.placed.id : placement.replayed) : null);
}

/** @param resourceId null: another request used the key */
export function replayOf(resourceId: string | null): Placement {
  return resourceId === null ? { refused: new IdempotencyKeyReused() } : { replayed: resourceId };
}

export function placementOf({ details }: PreparedOrder, outcome: Order | Refusal): Placement {
  return outcome instanceof Order ? { placed: orderView(outcome, { ...details, refundReasons: new Map() }) } : outcome;
}

export function failed(error: unknown): Refusal {
  return { refused: error instanceof Error ? error : new Error('Unknown failure') };
}
