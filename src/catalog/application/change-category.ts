import { Injectable } from '@nestjs/common';
import { Categories } from '../domain/categories.js';
import type { CategoryState } from '../domain/category.js';

export interface ChangeCategoryCommand {
  readonly categoryId: string;
  readonly changes: Partial<Omit<CategoryState, 'id'>>;
}

@Injectable()
export class ChangeCategory {
  constructor(private readonly categories: Categories) {}

  /** @throws CategoryNotFound */
  async execute({ categoryId, changes }: ChangeCategoryCommand): Promise<CategoryState> {
    return (await this.categories.change(categoryId, (category) => category.change(changes))).state;
  }
}
