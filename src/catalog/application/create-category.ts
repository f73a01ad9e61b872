import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { Categories } from '../domain/categories.js';
import { Category } from '../domain/category.js';

export interface CreateCategoryCommand {
  readonly name: string;
  readonly sort: number;
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

@Injectable()
export class CreateCategory {
  constructor(
    private readonly categories: Categories,
    private readonly audit: AuditLog,
    private readonly idempotency: Idempotency,
  ) {}

  execute({ name, sort, actor, key }: CreateCategoryCommand): Promise<IdempotentResult> {
    const category = Category.of({ id: newId(), name, sort });
    return this.idempotency.once(key, category.state.id, async () => {
      await this.categories.add(category);
      await this.audit.record({ type: 'catalog.category-created', actor, subject: category.state.id });
    });
  }
}
