import { Injectable } from '@nestjs/common';
import { Clock, DomainError, newId } from '#kernel';
import { Config } from '#platform/config';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { Catalogue, type Offer } from '../../catalog/index.js';
import { UserDirectory } from '../../user/index.js';
import type { Cart } from '../domain/cart.js';
import { Carts } from '../domain/carts.js';
import { additionOf, type Wanted } from './additions.js';
import { limitsOf } from './cart-limits.js';
import { Merges, type RefusedLine } from './merges.js';

export interface MergeIntoCartCommand {
  readonly customerId: string;
  readonly lines: readonly Wanted[];
  readonly key: IdempotencyKey;
}

export interface Merged extends IdempotentResult {
  readonly refused: readonly RefusedLine[];
}

/**
 * Adds what was collected before signing in, as if each line had been added by itself: what cannot be taken is told, and fails none
 * of the others.
 */
@Injectable()
export class MergeIntoCart {
  constructor(
    private readonly carts: Carts,
    private readonly merges: Merges,
    private readonly catalogue: Catalogue,
    private readonly users: UserDirectory,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** @throws UserNotFound */
  async execute({ customerId, lines, key }: MergeIntoCartCommand): Promise<Merged> {
    const id = newId();
    const made = await this.idempotency.once(key, id, async () => {
      // Nothing of an erased person may come back.
      await this.users.hold(customerId);
      const offers = await this.catalogue.offers(lines.map(({ skuId }) => skuId));
      const at = this.clock.now();
      const refused = await this.carts.change(customerId, (cart) =>
        lines.flatMap((line) => this.add(line, offers, cart, at)),
      );
      await this.merges.add({ id, customerId, refused, at });
    });
    return { ...made, refused: await this.merges.refusedOf(made.id) };
  }

  private add(line: Wanted, offers: ReadonlyMap<string, Offer>, cart: Cart, at: Date): RefusedLine[] {
    try {
      cart.add(additionOf(line, offers), limitsOf(this.config), at);
      return [];
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return [{ skuId: line.skuId, quantity: line.quantity, code: error.code }];
    }
  }
}
