import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { Idempotency, type IdempotencyKey, type Made } from '#platform/idempotency';
import { Categories } from '../domain/categories.js';
import { Category } from '../domain/category.js';

export interface CreateCategoryCommand {
  readonly name: string;
  readonly sort: number;
  readonly key: IdempotencyKey | null;
}

@Injectable()
export class CreateCategory {
  constructor(
    private readonly categories: Categories,
    private readonly idempotency: Idempotency,
  ) {}

  execute({ name, sort, key }: CreateCategoryCommand): Promise<Made> {
    const category = Category.of({ id: newId(), name, sort });
    return this.idempotency.once(key, category.state.id, () => this.categories.add(category));
  }
}
