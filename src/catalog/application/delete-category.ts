import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '#platform/audit';
import { Database } from '#platform/database';
import { Categories } from '../domain/categories.js';

export interface DeleteCategoryCommand {
  readonly categoryId: string;
  readonly actor: Actor;
}

@Injectable()
export class DeleteCategory {
  constructor(
    private readonly categories: Categories,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  /** @throws CategoryNotFound, CategoryInUse */
  async execute({ categoryId, actor }: DeleteCategoryCommand): Promise<void> {
    await this.database.transaction(async () => {
      await this.categories.remove(categoryId);
      await this.audit.record({ type: 'catalog.category-deleted', actor, subject: categoryId });
    });
  }
}
