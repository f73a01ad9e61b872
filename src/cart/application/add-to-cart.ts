import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { Catalogue } from '../../catalog/index.js';
import { UserDirectory } from '../../user/index.js';
import type { Units } from '../domain/cart-line.js';
import { Carts } from '../domain/carts.js';
import { additionOf } from './additions.js';
import { limitsOf } from './cart-limits.js';

export interface AddToCartCommand extends Units {
  readonly customerId: string;
  /** With one the same request adds once. */
  readonly key: IdempotencyKey | null;
}

@Injectable()
export class AddToCart {
  constructor(
    private readonly carts: Carts,
    private readonly catalogue: Catalogue,
    private readonly users: UserDirectory,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** @throws SkuNotFound, SkuOffShelf, CartIsFull, TooManyOfOne, UserNotFound */
  execute({ customerId, skuId, quantity, key }: AddToCartCommand): Promise<IdempotentResult> {
    return this.idempotency.once(key, customerId, async () => {
      // Nothing of an erased person may come back.
      await this.users.hold(customerId);
      const addition = additionOf({ skuId, quantity, selected: true }, await this.catalogue.offers([skuId]));
      await this.carts.change(customerId, (cart) => cart.add(addition, limitsOf(this.config), this.clock.now()));
    });
  }
}
