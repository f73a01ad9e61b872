import { z } from 'zod';
import { time } from '#platform/http';
import type { StoredProduct } from './product-reader.js';

export const categoryView = z.object({ id: z.string(), name: z.string(), sort: z.int() });

const skuView = z.object({
  id: z.string(),
  name: z.string(),
  attributes: z.record(z.string(), z.string()),
  priceFen: z.int(),
  available: z.int().describe('Units for sale; may be 2 s old'),
});

export const productView = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  imageUrl: z.string(),
  categoryId: z.string(),
  priceFen: z.int().describe('The lowest price of its SKUs on the shelf'),
  skus: z.array(skuView),
});

export const staffProductView = productView.extend({
  onShelf: z.boolean(),
  skus: z.array(skuView.extend({ onShelf: z.boolean() })),
});

export const revisionView = z.object({ revision: z.int().describe('Rises with each write of the catalogue') });

export const snapshotPage = z.object({
  revision: z.int(),
  at: time.describe('When the units for sale were read; all else is what it is for good'),
  categories: z.array(categoryView).optional().describe('All of them in their order, on the first page alone'),
  items: z.array(productView),
  nextCursor: z.string().nullable(),
});

export type SnapshotPage = z.output<typeof snapshotPage>;
export type RevisionView = z.output<typeof revisionView>;
export type CategoryView = z.output<typeof categoryView>;
export type ProductView = z.output<typeof productView>;
export type StaffProductView = z.output<typeof staffProductView>;
export type Available = Readonly<Record<string, number>>;

/** What shoppers see: what is on the shelf, and nothing that tells of the rest. */
export function shopperView(
  { onShelf: _, shown: __, skus, ...product }: StoredProduct,
  available: Available,
): ProductView {
  const onShelf = skus.filter((sku) => sku.onShelf);
  return { ...product, skus: onShelf.map(({ onShelf: _, ...sku }) => ({ ...sku, available: available[sku.id] ?? 0 })) };
}

export function staffView({ shown: _, skus, ...product }: StoredProduct, available: Available): StaffProductView {
  return { ...product, skus: skus.map((sku) => ({ ...sku, available: available[sku.id] ?? 0 })) };
}
