import { z } from 'zod';
import { body, fen, id, pageQuery, staffPageQuery, text } from '#platform/http';
import { MOST_SKUS } from '../domain/product.js';
import { HIGHEST_PRICE_FEN } from '../domain/sku.js';

const MOST_ATTRIBUTES = 20;

const imageUrl = z
  .string()
  .max(255)
  .refine((url) => url === '' || (/^https?:\/\/[\x21-\x7e]+$/.test(url) && URL.canParse(url)), 'is not an http(s) URL');

const attributes = z
  .record(text(1, 50), text(1, 100))
  .refine((pairs) => Object.keys(pairs).length <= MOST_ATTRIBUTES, `has more than ${MOST_ATTRIBUTES} attributes`);

const details = {
  name: text(1, 100),
  description: text(0, 2000),
  imageUrl,
  categoryId: id,
  onShelf: z.boolean(),
};

const sku = {
  name: text(1, 100),
  attributes,
  priceFen: fen.min(1).max(HIGHEST_PRICE_FEN),
  onShelf: z.boolean(),
};

const initialStock = z.int().min(0).max(1_000_000_000);

const newSku = body({
  ...sku,
  attributes: attributes.default({}),
  onShelf: sku.onShelf.default(true),
  initialStock,
});

const REQUIRED_OF_NEW = ['name', 'priceFen', 'initialStock'] as const;

/** With an id it changes what it names of that SKU, without one it adds a SKU. */
const skuEntry = body({ id, ...sku, initialStock })
  .partial()
  .superRefine((entry, context) => {
    const wrong = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
    if (entry.id !== undefined && entry.initialStock !== undefined) wrong('initialStock', 'is for a new SKU only');
    if (entry.id !== undefined) return;
    for (const key of REQUIRED_OF_NEW) if (entry[key] === undefined) wrong(key, 'is required for a new SKU');
  });

export const newProduct = body({
  ...details,
  description: details.description.default(''),
  imageUrl: imageUrl.default(''),
  onShelf: details.onShelf.default(true),
  skus: z.array(newSku).min(1).max(MOST_SKUS),
});

export const productChanges = body({
  ...details,
  skus: z.array(skuEntry).min(1).max(MOST_SKUS).refine(eachOnce, 'names a SKU twice'),
}).partial();

/** The number in the path of a snapshot. */
export const revisionNumber = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
/** Snapshots have one size of page, so that everybody asks for the same ones. */
export const snapshotQuery = pageQuery.pick({ cursor: true });

const search = { categoryId: id.optional(), q: text(0, 50).optional() };

export const productQuery = pageQuery.extend(search);
export const staffProductQuery = staffPageQuery.extend(search);

export type NewProduct = z.output<typeof newProduct>;
export type ProductChanges = z.output<typeof productChanges>;

type SkuEntry = z.output<typeof skuEntry>;
type ChangedSku = Omit<SkuEntry, 'initialStock'> & { readonly id: string };
type AddedSku = SkuEntry & Required<Pick<SkuEntry, (typeof REQUIRED_OF_NEW)[number]>>;

export function changedSkus(entries: readonly SkuEntry[]): ChangedSku[] {
  return entries.filter((entry): entry is ChangedSku => entry.id !== undefined);
}

export function addedSkus(entries: readonly SkuEntry[]) {
  const added = entries.filter((entry): entry is AddedSku => entry.id === undefined);
  return added.map((entry) => ({ attributes: {}, onShelf: true, ...entry }));
}

function eachOnce(entries: readonly SkuEntry[]): boolean {
  const ids = changedSkus(entries).map((entry) => entry.id);
  return new Set(ids).size === ids.length;
}
