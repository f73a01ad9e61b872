import { Injectable } from '@nestjs/common';
import { type Asked, EarlyAnswer, pageRequest, type ReadyJson } from '#platform/http';
import { productQuery } from './products.schemas.js';
import { ShelfQueries } from './shelf.queries.js';

@Injectable()
export class EarlyRevision extends EarlyAnswer {
  constructor(private readonly shelf: ShelfQueries) {
    super();
  }

  answer(): ReadyJson | null {
    return this.shelf.presentAtHand();
  }
}

@Injectable()
export class EarlyCategories extends EarlyAnswer {
  constructor(private readonly shelf: ShelfQueries) {
    super();
  }

  answer(): ReadyJson | null {
    return this.shelf.categoriesAtHand();
  }
}

@Injectable()
export class EarlyProduct extends EarlyAnswer {
  constructor(private readonly shelf: ShelfQueries) {
    super();
  }

  answer({ params }: Asked): ReadyJson | null {
    return this.shelf.productAtHand((params as { readonly id: string }).id);
  }
}

@Injectable()
export class EarlyProducts extends EarlyAnswer {
  constructor(private readonly shelf: ShelfQueries) {
    super();
  }

  answer({ query }: Asked): ReadyJson | null {
    const { data } = productQuery.safeParse(query);
    return data ? this.shelf.listAtHand(data, pageRequest(data)) : null;
  }
}
