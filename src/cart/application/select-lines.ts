import { Injectable } from '@nestjs/common';
import { Carts } from '../domain/carts.js';

export interface SelectLinesCommand {
  readonly customerId: string;
  readonly selected: boolean;
  /** Null: all of the cart. */
  readonly skuIds: readonly string[] | null;
}

@Injectable()
export class SelectLines {
  constructor(private readonly carts: Carts) {}

  /** @throws LineNotFound when one of them is not there: then none is changed */
  async execute({ customerId, selected, skuIds }: SelectLinesCommand): Promise<void> {
    await this.carts.change(customerId, (cart) => cart.select(selected, skuIds));
  }
}
