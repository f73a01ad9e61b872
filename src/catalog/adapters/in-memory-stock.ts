import { Stock } from '../../inventory/index.js';

/** Counts what was introduced; nothing is ever reserved. */
export class InMemoryStock extends Stock {
  readonly levels = new Map<string, number>();
  questions = 0;

  async introduce(items: readonly { readonly skuId: string; readonly initial: number }[]): Promise<void> {
    for (const { skuId, initial } of items) this.levels.set(skuId, initial);
  }

  async reserve(): Promise<never> {
    throw new Error('The catalogue reserves nothing');
  }

  async available(skuIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    this.questions++;
    return new Map(skuIds.flatMap((id) => (this.levels.has(id) ? [[id, this.levels.get(id) ?? 0] as const] : [])));
  }
}
