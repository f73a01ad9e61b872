import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Products } from '../domain/products.js';

@Injectable()
export class DeleteProduct {
  constructor(
    private readonly products: Products,
    private readonly clock: Clock,
  ) {}

  /** @throws ProductNotFound */
  async execute({ productId }: { readonly productId: string }): Promise<void> {
    await this.products.remove(productId, this.clock.now());
  }
}
