import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import type { LineChanges } from '../domain/cart-line.js';
import { Carts } from '../domain/carts.js';
import { limitsOf } from './cart-limits.js';

export interface ChangeLineCommand {
  readonly customerId: string;
  readonly skuId: string;
  readonly changes: LineChanges;
}

@Injectable()
export class ChangeLine {
  constructor(
    private readonly carts: Carts,
    private readonly config: Config,
  ) {}

  /** @throws LineNotFound, TooManyOfOne */
  async execute({ customerId, skuId, changes }: ChangeLineCommand): Promise<void> {
    await this.carts.change(customerId, (cart) => cart.change(skuId, changes, limitsOf(this.config)));
  }
}
