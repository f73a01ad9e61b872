import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { pageOf, ReadyJson } from '#platform/http';
import { RevisionIsOver } from '../domain/errors.js';
import { CatalogRevision } from './catalog-revision.js';
import { CategoryReader } from './category-reader.js';
import { ProductReader } from './product-reader.js';
import { shopperView, type SnapshotPage } from './product-views.js';
import { StockLevels } from './stock-levels.js';

const PAGE = 100;
/** Of a revision that is over there is no other page than this one, for ever. */
const FOR_GOOD = { 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-language' };

/** All that is on the shelf at one revision, a page at a time: whoever has all pages has one catalogue, with nothing of another. */
@Injectable()
export class SnapshotQueries {
  constructor(
    private readonly revision: CatalogRevision,
    private readonly products: ProductReader,
    private readonly categoryReader: CategoryReader,
    private readonly levels: StockLevels,
    private readonly clock: Clock,
  ) {}

  /**
   * Newest first, and on the first page the categories as well. The revision is looked at before the page and after it: in between nothing was written, or it is no page.
   * @throws RevisionIsOver also for one that is yet to come
   */
  async page(revision: number, after: string | null): Promise<ReadyJson<SnapshotPage>> {
    await this.demand(revision);
    const at = this.clock.now().toISOString();
    const { items, nextCursor } = pageOf(await this.products.list({}, true, { count: PAGE + 1, after }), PAGE);
    const available = await this.levels.of(items);
    const first = after === null ? { categories: await this.categoryReader.all() } : {};
    await this.demand(revision);
    const page = { revision, at, ...first, items: items.map((product) => shopperView(product, available)), nextCursor };
    return ReadyJson.tagged(page, { ...FOR_GOOD, 'x-catalog-revision': String(revision) });
  }

  private async demand(revision: number): Promise<void> {
    const present = await this.revision.read();
    if (present !== revision) throw new RevisionIsOver(present);
  }
}
