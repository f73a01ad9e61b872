import { Controller, Get, Param, Query } from '@nestjs/common';
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
  Tagged,
} from '#platform/http';
import { categoryQuery, type CategoryQuery } from './category-page.js';
import { EarlyCategories, EarlyProduct, EarlyProducts, EarlyRevision } from './early-shelf.js';
import {
  categoryView,
  type CategoryView,
  productView,
  type ProductView,
  revisionView,
  type RevisionView,
  snapshotPage,
  type SnapshotPage,
} from './product-views.js';
import { productQuery, revisionNumber, snapshotQuery } from './products.schemas.js';
import { ShelfQueries } from './shelf.queries.js';
import { SnapshotQueries } from './snapshot.queries.js';

/** What anybody may see, signed in or not. */
@Tag('catalog')
@Public()
@Controller()
export class ShelfController {
  constructor(
    private readonly shelf: ShelfQueries,
    private readonly snapshots: SnapshotQueries,
  ) {}

  @Get('categories')
  @Answers('Categories in the order in which the shop shows them: all of them, without a limit', {
    data: page(categoryView),
  })
  @Tagged()
  @AnsweredEarly(EarlyCategories)
  categories(@Query({ schema: categoryQuery }) query: CategoryQuery): Promise<ReadyJson<Page<CategoryView>>> {
    return this.shelf.categories(query);
  }

  @Get('catalog/revision')
  @Answers('Which catalogue this is: a number that rises with each write of staff, and not with units for sale', {
    data: revisionView,
  })
  @AnsweredEarly(EarlyRevision)
  revision(): Promise<ReadyJson<RevisionView>> {
    return this.shelf.present();
  }

  @Get('catalog/snapshots/:revision')
  @Answers(
    'All that is on the shelf at the present revision, 100 products a page, newest first; it may be kept for good',
    {
      data: snapshotPage,
    },
  )
  @Tagged()
  snapshot(
    @Param('revision', { schema: revisionNumber }) revision: number,
    @Query({ schema: snapshotQuery }) { cursor = null }: { readonly cursor?: string | null },
  ): Promise<ReadyJson<SnapshotPage>> {
    return this.snapshots.page(revision, cursor);
  }

  @Get('products')
  @Answers('Products on the shelf, newest first; `q` searches names and descriptions', { data: page(productView) })
  @Tagged()
  @AnsweredEarly(EarlyProducts)
  products(
    @Query({ schema: productQuery }) query: z.output<typeof productQuery>,
  ): Promise<ReadyJson<Page<ProductView>>> {
    return this.shelf.list(query, pageRequest(query));
  }

  @Get('products/:id')
  @Answers('A product on the shelf', { data: productView, refusals: [2001] })
  @Tagged()
  @AnsweredEarly(EarlyProduct)
  product(@IdParam() id: string): Promise<ReadyJson<ProductView>> {
    return this.shelf.product(id);
  }
}
