import { Injectable } from '@nestjs/common';
import { type Asked, EarlyAnswer, isId, pageRequest, type ReadyJson } from '#platform/http';
import { categoryQuery } from './category-page.js';
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

  override read(): Promise<ReadyJson> {
    return this.shelf.present();
  }
}

@Injectable()
export class EarlyCategories extends EarlyAnswer {
  constructor(private readonly shelf: ShelfQueries) {
    super();
  }

  answer({ query }: Asked): ReadyJson | null {
    const { data } = categoryQuery.safeParse(query);
    return data ? this.shelf.categoriesAtHand(data) : null;
  }

  /** What the schema refuses is for the route. */
  override async read({ query }: Asked): Promise<ReadyJson | null> {
    const { data } = categoryQuery.safeParse(query);
    return data ? this.shelf.categories(data) : null;
  }
}

@Injectable()
export class EarlyProduct extends EarlyAnswer {
  constructor(private readonly shelf: ShelfQueries) {
    super();
  }

  answer({ params }: Asked): ReadyJson | null {
    return this.shelf.productAtHand((params as Params).id);
  }

  override async read({ params }: Asked): Promise<ReadyJson | null> {
    const { id } = params as Params;
    return isId(id) ? this.shelf.find(id) : null;
  }
}

interface Params {
  readonly id: string;
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

  /** What the schema refuses, and a search, which may be long, is for the route. */
  override async read({ query }: Asked): Promise<ReadyJson | null> {
    const { data } = productQuery.safeParse(query);
    return data && data.q === undefined ? this.shelf.list(data, pageRequest(data)) : null;
  }
}
