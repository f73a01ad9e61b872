export { Catalogue, type Offer } from './application/catalogue.js';
export { CatalogModule } from './catalog.module.js';
export { CatalogRevision } from './adapters/catalog-revision.js';
export { SeedGoods } from './adapters/seed-goods.js';
