import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Database } from '#platform/database';
import { Stock } from '../../inventory/index.js';
import type { ProductDetails } from '../domain/product.js';
import { Products } from '../domain/products.js';
import type { SkuChanges } from '../domain/sku.js';
import { CategoryGuard } from './category-guard.js';
import type { NewSku } from './create-product.js';

export interface ChangeProductCommand {
  readonly productId: string;
  readonly details: Partial<ProductDetails>;
  readonly changedSkus: readonly (SkuChanges & { readonly id: string })[];
  readonly addedSkus: readonly NewSku[];
  readonly actor: Actor;
}

/** Changes what is named of a product and its SKUs; new SKUs are taken into stock. All of it or nothing. */
@Injectable()
export class ChangeProduct {
  constructor(
    private readonly products: Products,
    private readonly categories: CategoryGuard,
    private readonly stock: Stock,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  /** @throws ProductNotFound, SkuNotFound, NoSuchCategory, SkuCountOutOfRange */
  async execute({ productId, details, changedSkus, addedSkus, actor }: ChangeProductCommand): Promise<void> {
    const added = addedSkus.map((sku) => ({ ...sku, id: newId() }));
    await this.database.transaction(async () => {
      if (details.categoryId !== undefined) await this.categories.hold(details.categoryId);
      await this.products.change(productId, (product) => {
        product.change(details);
        for (const { id, ...changes } of changedSkus) product.changeSku(id, changes);
        for (const sku of added) product.addSku(sku);
      });
      await this.stock.introduce(added.map(({ id, initialStock }) => ({ skuId: id, initial: initialStock })));
      await this.audit.record({ type: 'catalog.product-changed', actor, subject: productId });
    });
  }
}
