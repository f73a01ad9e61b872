export { Catalogue, type Offer } from './application/catalogue.js';
export { CatalogModule } from './catalog.module.js';
export { SeedGoods } from './adapters/seed-goods.js';
