import { Injectable } from '@nestjs/common';
import { Carts } from '../domain/carts.js';

@Injectable()
export class EmptyCart {
  constructor(private readonly carts: Carts) {}

  /** Asking twice is harmless. */
  async execute({ customerId }: { readonly customerId: string }): Promise<void> {
    await this.carts.change(customerId, (cart) => cart.clear());
  }
}
