import type { Category } from './category.js';

export abstract class Categories {
  abstract add(category: Category): Promise<void>;

  /** Runs in one transaction, the caller's where there is one: load and lock, mutate, save. @throws CategoryNotFound */
  abstract change(id: string, mutate: (category: Category) => void): Promise<Category>;

  /** Whether there is such a category; it cannot be removed before the caller's transaction ends. */
  abstract hold(id: string): Promise<boolean>;

  /** @throws CategoryNotFound, CategoryInUse while it has products that are not deleted */
  abstract remove(id: string): Promise<void>;
}
