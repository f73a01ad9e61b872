import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { Categories } from '../domain/categories.js';
import { Category } from '../domain/category.js';
import { CategoryInUse, CategoryNotFound } from '../domain/errors.js';
import { CatalogCache } from './catalog-cache.js';
import { CategoryEntity } from './category.entity.js';
import { ProductEntity } from './product.entity.js';

@Injectable()
export class SqlCategories extends Categories {
  constructor(
    private readonly database: Database,
    private readonly cache: CatalogCache,
  ) {
    super();
  }

  async add(category: Category): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.manager.insert(CategoryEntity, category.state);
      await this.cache.changed();
    });
  }

  change(id: string, mutate: (category: Category) => void): Promise<Category> {
    return this.database.transaction(async () => {
      const category = Category.of(await this.lock(id));
      mutate(category);
      await this.database.manager.update(CategoryEntity, { id }, category.state);
      await this.cache.changed();
      return category;
    });
  }

  async hold(id: string): Promise<boolean> {
    const rows = await this.database.query(`SELECT id FROM categories WHERE id = ?${this.database.forUpdate}`, [id]);
    return rows.length > 0;
  }

  async remove(id: string): Promise<void> {
    await this.database.transaction(async () => {
      await this.lock(id);
      if (await this.database.manager.existsBy(ProductEntity, { categoryId: id })) throw new CategoryInUse();
      await this.database.manager.delete(CategoryEntity, { id });
      await this.cache.changed();
    });
  }

  private async lock(id: string): Promise<CategoryEntity> {
    const lock = this.database.dialect === 'mysql' ? ({ mode: 'pessimistic_write' } as const) : undefined;
    const row = await this.database.manager.findOne(CategoryEntity, { where: { id }, ...(lock && { lock }) });
    if (!row) throw new CategoryNotFound();
    return row;
  }
}
