import { Injectable } from '@nestjs/common';
import { Categories } from '../domain/categories.js';

@Injectable()
export class DeleteCategory {
  constructor(private readonly categories: Categories) {}

  /** @throws CategoryNotFound, CategoryInUse */
  async execute({ categoryId }: { readonly categoryId: string }): Promise<void> {
    await this.categories.remove(categoryId);
  }
}
