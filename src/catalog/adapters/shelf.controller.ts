import { Controller, Get, Query } from '@nestjs/common';
import type { z } from 'zod';
import {
  AnsweredEarly,
  Answers,
  IdParam,
  page,
  type Page,
  pageRequest,
  Public,
  type ReadyJson,
  Tag,
} from '#platform/http';
import { EarlyProduct, EarlyProducts } from './early-shelf.js';
import { categoryView, type CategoryView, productView, type ProductView } from './product-views.js';
import { productQuery } from './products.schemas.js';
import { ShelfQueries } from './shelf.queries.js';

/** What anybody may see, signed in or not. */
@Tag('catalog')
@Public()
@Controller()
export class ShelfController {
  constructor(private readonly shelf: ShelfQueries) {}

  @Get('categories')
  @Answers('All categories, in the order in which the shop shows them', { data: page(categoryView) })
  async categories(): Promise<Page<CategoryView>> {
    return { items: await this.shelf.categories(), nextCursor: null };
  }

  @Get('products')
  @Answers('Products on the shelf, newest first; `q` searches names and descriptions', { data: page(productView) })
  @AnsweredEarly(EarlyProducts)
  products(
    @Query({ schema: productQuery }) query: z.output<typeof productQuery>,
  ): Promise<ReadyJson<Page<ProductView>>> {
    return this.shelf.list(query, pageRequest(query));
  }

  @Get('products/:id')
  @Answers('A product on the shelf', { data: productView, refusals: [2001] })
  @AnsweredEarly(EarlyProduct)
  product(@IdParam() id: string): Promise<ReadyJson<ProductView>> {
    return this.shelf.product(id);
  }
}
