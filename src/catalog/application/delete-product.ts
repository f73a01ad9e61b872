import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Database } from '#platform/database';
import { Products } from '../domain/products.js';

export interface DeleteProductCommand {
  readonly productId: string;
  readonly actor: Actor;
}

@Injectable()
export class DeleteProduct {
  constructor(
    private readonly products: Products,
    private readonly audit: AuditLog,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws ProductNotFound */
  async execute({ productId, actor }: DeleteProductCommand): Promise<void> {
    await this.database.transaction(async () => {
      await this.products.remove(productId, this.clock.now());
      await this.audit.record({ type: 'catalog.product-deleted', actor, subject: productId });
    });
  }
}
