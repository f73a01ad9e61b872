import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '#platform/audit';
import { Database } from '#platform/database';
import { Categories } from '../domain/categories.js';
import type { CategoryState } from '../domain/category.js';

export interface ChangeCategoryCommand {
  readonly categoryId: string;
  readonly changes: Partial<Omit<CategoryState, 'id'>>;
  readonly actor: Actor;
}

@Injectable()
export class ChangeCategory {
  constructor(
    private readonly categories: Categories,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  /** @throws CategoryNotFound */
  execute({ categoryId, changes, actor }: ChangeCategoryCommand): Promise<CategoryState> {
    return this.database.transaction(async () => {
      const { state } = await this.categories.change(categoryId, (category) => category.change(changes));
      await this.audit.record({ type: 'catalog.category-changed', actor, subject: categoryId });
      return state;
    });
  }
}
