import { Injectable } from '@nestjs/common';
import { Carts } from '../domain/carts.js';

export interface RemoveLineCommand {
  readonly customerId: string;
  readonly skuId: string;
}

@Injectable()
export class RemoveLine {
  constructor(private readonly carts: Carts) {}

  /** @throws LineNotFound */
  async execute({ customerId, skuId }: RemoveLineCommand): Promise<void> {
    await this.carts.change(customerId, (cart) => cart.remove(skuId));
  }
}
