import { Injectable } from '@nestjs/common';
import { InvalidRequest } from '#platform/http';
import { Categories } from '../domain/categories.js';

/** Sees to it that a product names a category that exists, and that stays until the product is saved. */
@Injectable()
export class CategoryGuard {
  constructor(private readonly categories: Categories) {}

  /** @throws InvalidRequest */
  async hold(categoryId: string): Promise<void> {
    if (await this.categories.hold(categoryId)) return;
    throw new InvalidRequest([{ path: 'categoryId', message: 'is not a category' }]);
  }
}
