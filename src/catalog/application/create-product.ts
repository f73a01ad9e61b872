import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { Stock } from '../../inventory/index.js';
import { Product, type ProductDetails } from '../domain/product.js';
import { Products } from '../domain/products.js';
import type { SkuState } from '../domain/sku.js';
import { CategoryGuard } from './category-guard.js';

export interface NewSku extends Omit<SkuState, 'id'> {
  /** Units to begin with. */
  readonly initialStock: number;
}

export interface CreateProductCommand extends ProductDetails {
  readonly skus: readonly NewSku[];
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

/** Takes a product into the catalogue and its units into stock, both or neither. */
@Injectable()
export class CreateProduct {
  constructor(
    private readonly products: Products,
    private readonly categories: CategoryGuard,
    private readonly stock: Stock,
    private readonly audit: AuditLog,
    private readonly idempotency: Idempotency,
  ) {}

  execute({ skus, actor, key, ...details }: CreateProductCommand): Promise<IdempotentResult> {
    const added = skus.map((sku) => ({ ...sku, id: newId() }));
    const product = Product.of({ ...details, id: newId(), skus: added });
    return this.idempotency.once(key, product.id, async () => {
      await this.categories.hold(product.categoryId);
      await this.products.add(product);
      await this.stock.introduce(added.map(({ id, initialStock }) => ({ skuId: id, initial: initialStock })));
      await this.audit.record({ type: 'catalog.product-created', actor, subject: product.id });
    });
  }
}
