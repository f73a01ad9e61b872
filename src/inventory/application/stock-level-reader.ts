/** Reads that make no decision. */
export abstract class StockLevelReader {
  abstract available(skuIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
