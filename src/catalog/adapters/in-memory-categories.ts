import { Categories } from '../domain/categories.js';
import { Category, type CategoryState } from '../domain/category.js';
import { CategoryInUse, CategoryNotFound } from '../domain/errors.js';
import { InMemoryProducts } from './in-memory-products.js';

export class InMemoryCategories extends Categories {
  private readonly states = new Map<string, CategoryState>();

  constructor(private readonly products = new InMemoryProducts()) {
    super();
  }

  async add(category: Category): Promise<void> {
    this.states.set(category.state.id, category.state);
  }

  async change(id: string, mutate: (category: Category) => void): Promise<Category> {
    const category = Category.of(this.known(id));
    mutate(category);
    this.states.set(id, category.state);
    return category;
  }

  async hold(id: string): Promise<boolean> {
    return this.states.has(id);
  }

  async remove(id: string): Promise<void> {
    this.known(id);
    if (this.products.hasIn(id)) throw new CategoryInUse();
    this.states.delete(id);
  }

  private known(id: string): CategoryState {
    const state = this.states.get(id);
    if (!state) throw new CategoryNotFound();
    return state;
  }
}
