import { Body, Controller, Delete, Get, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Actor, CurrentActor } from '#platform/audit';
import { Answers, ForStaff, IdParam, staffPage, type StaffPage, Tag } from '#platform/http';
import { type IdempotencyKey, OptionalIdempotencyKey, sayIfReplayed } from '#platform/idempotency';
import { ChangeCategory } from '../application/change-category.js';
import { CreateCategory } from '../application/create-category.js';
import { DeleteCategory } from '../application/delete-category.js';
import {
  categoryChanges,
  type CategoryChanges,
  newCategory,
  type NewCategory,
  type StaffCategoryQuery,
  staffCategoryQuery,
} from './categories.schemas.js';
import { categoryView, type CategoryView } from './product-views.js';
import { StaffCatalogQueries } from './staff-catalog.queries.js';

@Tag('catalog')
@Controller('admin/categories')
export class CategoriesController {
  constructor(
    private readonly createCategory: CreateCategory,
    private readonly changeCategory: ChangeCategory,
    private readonly deleteCategory: DeleteCategory,
    private readonly queries: StaffCatalogQueries,
  ) {}

  @Get()
  @ForStaff('catalog:read')
  @Answers('Categories, all or by page, in the order in which the shop shows them', { data: staffPage(categoryView) })
  list(@Query({ schema: staffCategoryQuery }) query: StaffCategoryQuery): Promise<StaffPage<CategoryView>> {
    return this.queries.categories(query);
  }

  @Post()
  @ForStaff('catalog:write')
  @Answers('Make a category', { status: 201, data: categoryView, refusals: [4003, 4004, 4005] })
  async create(
    @Body({ schema: newCategory }) category: NewCategory,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CategoryView> {
    const made = await this.createCategory.execute({ ...category, actor, key });
    sayIfReplayed(reply, made);
    return this.queries.category(made.id);
  }

  @Put(':id')
  @ForStaff('catalog:write')
  @Answers('Change a category', { data: categoryView })
  change(
    @IdParam() categoryId: string,
    @Body({ schema: categoryChanges }) changes: CategoryChanges,
    @CurrentActor() actor: Actor,
  ): Promise<CategoryView> {
    return this.changeCategory.execute({ categoryId, changes, actor });
  }

  @Delete(':id')
  @ForStaff('catalog:write')
  @Answers('Delete a category that has no products', { refusals: [404, 409] })
  async delete(@IdParam() categoryId: string, @CurrentActor() actor: Actor): Promise<null> {
    await this.deleteCategory.execute({ categoryId, actor });
    return null;
  }
}
