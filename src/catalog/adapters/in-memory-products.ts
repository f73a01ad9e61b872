import { ProductNotFound } from '../domain/errors.js';
import { Product, type ProductState } from '../domain/product.js';
import { Products } from '../domain/products.js';

export class InMemoryProducts extends Products {
  private readonly states = new Map<string, ProductState & { deletedAt: Date | null }>();

  async add(product: Product): Promise<void> {
    this.states.set(product.id, { ...product.state, deletedAt: null });
  }

  async change(id: string, mutate: (product: Product) => void): Promise<Product> {
    const product = Product.of(this.live(id));
    mutate(product);
    this.states.set(id, { ...product.state, deletedAt: null });
    return product;
  }

  async remove(id: string, at: Date): Promise<void> {
    this.states.set(id, { ...this.live(id), deletedAt: at });
  }

  async isEmpty(): Promise<boolean> {
    return this.states.size === 0;
  }

  hasIn(categoryId: string): boolean {
    return [...this.states.values()].some((state) => state.categoryId === categoryId && state.deletedAt === null);
  }

  private live(id: string): ProductState {
    const state = this.states.get(id);
    if (!state || state.deletedAt) throw new ProductNotFound();
    return state;
  }
}
