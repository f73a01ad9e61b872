import { Injectable } from '@nestjs/common';
import { Stock } from '../../inventory/index.js';
import type { StoredProduct } from './product-reader.js';
import type { Available } from './product-views.js';

interface Question {
  readonly skuIds: Set<string>;
  readonly answer: Promise<ReadonlyMap<string, number>>;
}

/** A question may be longer: by those of one caller. */
const LONGEST_QUESTION = 500;

/**
 * Units for sale of every SKU of some products. Who asks while inventory is being asked waits for the next question, which
 * is asked for all of them together: however many products are looked at, inventory has one or two questions at a time.
 */
@Injectable()
export class StockLevels {
  private next: Question | null = null;
  private underWay: Promise<unknown> = Promise.resolve();

  constructor(private readonly stock: Stock) {}

  async of(products: readonly StoredProduct[]): Promise<Available> {
    const skuIds = products.flatMap(({ skus }) => skus.map(({ id }) => id));
    if (skuIds.length === 0) return {};
    const question = (this.next ??= this.begin());
    for (const id of skuIds) question.skuIds.add(id);
    if (question.skuIds.size >= LONGEST_QUESTION) this.next = null;
    const levels = await question.answer;
    return Object.fromEntries(skuIds.flatMap((id) => (levels.has(id) ? [[id, levels.get(id) ?? 0]] : [])));
  }

  private begin(): Question {
    const skuIds = new Set<string>();
    const answer = this.underWay.then(() => {
      if (this.next?.skuIds === skuIds) this.next = null;
      return this.stock.available([...skuIds]);
    });
    this.underWay = answer.catch(() => undefined);
    return { skuIds, answer };
  }
}
