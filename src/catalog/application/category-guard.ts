import { Injectable } from '@nestjs/common';
import { Categories } from '../domain/categories.js';
import { NoSuchCategory } from '../domain/errors.js';

/** Sees to it that a product names a category that exists, and that stays until the product is saved. */
@Injectable()
export class CategoryGuard {
  constructor(private readonly categories: Categories) {}

  /** @throws NoSuchCategory */
  async hold(categoryId: string): Promise<void> {
    if (!(await this.categories.hold(categoryId))) throw new NoSuchCategory();
  }
}
