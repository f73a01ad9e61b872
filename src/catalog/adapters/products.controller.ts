import { Body, Controller, Delete, Get, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { type Actor, CurrentActor } from '#platform/audit';
import { Answers, ForStaff, IdParam, staffPage, type StaffPage, staffPageRequest, Tag } from '#platform/http';
import { type IdempotencyKey, OptionalIdempotencyKey, sayIfReplayed } from '#platform/idempotency';
import { ChangeProduct } from '../application/change-product.js';
import { CreateProduct } from '../application/create-product.js';
import { DeleteProduct } from '../application/delete-product.js';
import { staffProductView, type StaffProductView } from './product-views.js';
import {
  addedSkus,
  changedSkus,
  newProduct,
  type NewProduct,
  productChanges,
  type ProductChanges,
  staffProductQuery,
} from './products.schemas.js';
import { StaffCatalogQueries } from './staff-catalog.queries.js';

@Tag('catalog')
@Controller('admin/products')
export class ProductsController {
  constructor(
    private readonly createProduct: CreateProduct,
    private readonly changeProduct: ChangeProduct,
    private readonly deleteProduct: DeleteProduct,
    private readonly queries: StaffCatalogQueries,
  ) {}

  @Get()
  @ForStaff('catalog:read')
  @Answers('Products, on the shelf or not, newest first', { data: staffPage(staffProductView) })
  list(
    @Query({ schema: staffProductQuery }) query: z.output<typeof staffProductQuery>,
  ): Promise<StaffPage<StaffProductView>> {
    return this.queries.list(query, staffPageRequest(query));
  }

  @Get(':id')
  @ForStaff('catalog:read')
  @Answers('A product, on the shelf or not', { data: staffProductView, refusals: [2001] })
  product(@IdParam() id: string): Promise<StaffProductView> {
    return this.queries.product(id);
  }

  @Post()
  @ForStaff('catalog:write')
  @Answers('Take a product into the catalogue and its units into stock', {
    status: 201,
    data: staffProductView,
    refusals: [404, 4003, 4004, 4005],
  })
  async create(
    @Body({ schema: newProduct }) product: NewProduct,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StaffProductView> {
    const made = await this.createProduct.execute({ ...product, actor, key });
    sayIfReplayed(reply, made);
    return this.queries.product(made.id);
  }

  @Put(':id')
  @ForStaff('catalog:write')
  @Answers('Change a product; SKUs with an id are changed, those without are added', {
    data: staffProductView,
    refusals: [404, 2001, 2002],
  })
  async change(
    @IdParam() productId: string,
    @Body({ schema: productChanges }) { skus = [], ...details }: ProductChanges,
    @CurrentActor() actor: Actor,
  ): Promise<StaffProductView> {
    const entries = { changedSkus: changedSkus(skus), addedSkus: addedSkus(skus) };
    await this.changeProduct.execute({ productId, details, ...entries, actor });
    return this.queries.product(productId);
  }

  @Delete(':id')
  @ForStaff('catalog:write')
  @Answers('Delete a product; orders keep what they sold', { refusals: [2001] })
  async delete(@IdParam() productId: string, @CurrentActor() actor: Actor): Promise<null> {
    await this.deleteProduct.execute({ productId, actor });
    return null;
  }
}
