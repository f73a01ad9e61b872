import type { Addition, CartLimits, CartLine, LineChanges, Units } from './cart-line.js';
import { CartIsFull, LineNotFound, TooManyOfOne } from './errors.js';

/** What one shopper has collected to order. It promises neither a price nor stock. */
export class Cart {
  private constructor(
    readonly customerId: string,
    private bySku: ReadonlyMap<string, CartLine>,
  ) {}

  /** @param lines each SKU once */
  static restore(customerId: string, lines: readonly CartLine[]): Cart {
    return new Cart(customerId, new Map(lines.map((line) => [line.skuId, line])));
  }

  /** Each SKU once. */
  get lines(): readonly CartLine[] {
    return [...this.bySku.values()];
  }

  /**
   * Adds to what is there, at the price the shopper sees now. What was selected stays so.
   * @throws CartIsFull, TooManyOfOne
   */
  add({ skuId, quantity, selected, addedPriceFen }: Addition, limits: CartLimits, at: Date): void {
    const there = this.bySku.get(skuId);
    if (!there && this.bySku.size >= limits.lines) throw new CartIsFull(limits.lines);
    const sum = (there?.quantity ?? 0) + quantity;
    if (sum > limits.quantity) throw new TooManyOfOne(limits.quantity);
    this.put({ skuId, quantity: sum, selected: selected || there?.selected === true, addedPriceFen, addedAt: at });
  }

  /** Changes what is named and leaves the rest. @throws LineNotFound, TooManyOfOne */
  change(skuId: string, { quantity, selected }: LineChanges, limits: CartLimits): void {
    const line = this.line(skuId);
    if ((quantity ?? 0) > limits.quantity) throw new TooManyOfOne(limits.quantity);
    this.put({ ...line, quantity: quantity ?? line.quantity, selected: selected ?? line.selected });
  }

  /** @throws LineNotFound */
  remove(skuId: string): void {
    this.drop(this.line(skuId));
  }

  /** @param skuIds null: all. @throws LineNotFound when one of them is not there: then none is changed */
  select(selected: boolean, skuIds: readonly string[] | null): void {
    for (const line of skuIds ? this.linesOf(skuIds) : this.lines) this.put({ ...line, selected });
  }

  clear(): void {
    this.bySku = new Map();
  }

  /** The lines of these SKUs, each once. @throws LineNotFound */
  linesOf(skuIds: readonly string[]): readonly CartLine[] {
    const missing = skuIds.filter((skuId) => !this.bySku.has(skuId));
    if (missing.length > 0) throw new LineNotFound(missing);
    return [...new Set(skuIds)].map((skuId) => this.line(skuId));
  }

  /** Takes out what an order has, as far as it is there; answers what that was. */
  takeOut(ordered: readonly Units[]): readonly CartLine[] {
    return ordered.flatMap(({ skuId, quantity }) => {
      const line = this.bySku.get(skuId);
      if (!line) return [];
      if (line.quantity > quantity) this.put({ ...line, quantity: line.quantity - quantity });
      else this.drop(line);
      return { ...line, quantity: Math.min(quantity, line.quantity) };
    });
  }

  /** Puts back what an order had taken out, added to what is there now, and selected; as far as the limits have room for it. */
  putBack(taken: readonly CartLine[], limits: CartLimits): void {
    for (const line of taken) {
      const there = this.bySku.get(line.skuId);
      if (!there && this.bySku.size >= limits.lines) continue;
      const before = there?.quantity ?? 0;
      // What is there may be more than the limit, which was lowered since.
      const quantity = Math.max(before, Math.min(before + line.quantity, limits.quantity));
      this.put({ ...line, ...there, quantity, selected: true });
    }
  }

  /** @throws LineNotFound */
  private line(skuId: string): CartLine {
    const line = this.bySku.get(skuId);
    if (!line) throw new LineNotFound();
    return line;
  }

  private put(line: CartLine): void {
    this.bySku = new Map(this.bySku).set(line.skuId, line);
  }

  private drop({ skuId }: CartLine): void {
    this.bySku = new Map([...this.bySku].filter(([other]) => other !== skuId));
  }
}
