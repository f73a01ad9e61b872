/** What the shop asks for one SKU right now. */
export interface Offer {
  readonly skuId: string;
  readonly productId: string;
  readonly categoryId: string;
  readonly productName: string;
  readonly skuName: string;
  readonly imageUrl: string;
  readonly priceFen: number;
  /** False when the SKU or its product is off the shelf. */
  readonly onShelf: boolean;
}

/** What the catalog context answers to other contexts. */
export abstract class Catalogue {
  /** Present offers by SKU id, read from the database and never from a cache; deleted and unknown SKUs are absent. */
  abstract offers(skuIds: readonly string[]): Promise<ReadonlyMap<string, Offer>>;
}
