import { Module } from '@nestjs/common';
import type { ContextSchema } from '#platform/database';
import { InventoryModule } from '../inventory/index.js';
import { CatalogCache } from './adapters/catalog-cache.js';
import { CatalogRevision } from './adapters/catalog-revision.js';
import { CategoriesController } from './adapters/categories.controller.js';
import { CategoryReader } from './adapters/category-reader.js';
import { EarlyCategories, EarlyProduct, EarlyProducts, EarlyRevision } from './adapters/early-shelf.js';
import { ProductCodesController } from './adapters/product-codes.controller.js';
import { ProductReader } from './adapters/product-reader.js';
import { ProductsController } from './adapters/products.controller.js';
import { catalogSchema } from './adapters/schema.js';
import { SearchIndex } from './adapters/search-index.js';
import { SeedGoods } from './adapters/seed-goods.js';
import { ShelfJson } from './adapters/shelf-json.js';
import { ShelfController } from './adapters/shelf.controller.js';
import { ShelfQueries } from './adapters/shelf.queries.js';
import { SnapshotQueries } from './adapters/snapshot.queries.js';
import { SqlCatalogue } from './adapters/sql-catalogue.js';
import { SqlCategories } from './adapters/sql-categories.js';
import { SqlProducts } from './adapters/sql-products.js';
import { StaffCatalogQueries } from './adapters/staff-catalog.queries.js';
import { StockLevels } from './adapters/stock-levels.js';
import { WechatProductCodes } from './adapters/wechat-product-codes.js';
import { Catalogue } from './application/catalogue.js';
import { CategoryGuard } from './application/category-guard.js';
import { ChangeCategory } from './application/change-category.js';
import { ChangeProduct } from './application/change-product.js';
import { CreateCategory } from './application/create-category.js';
import { CreateProduct } from './application/create-product.js';
import { DeleteCategory } from './application/delete-category.js';
import { DeleteProduct } from './application/delete-product.js';
import { ProductCodes } from './application/product-codes.js';
import { SeedDemoCatalogue } from './application/seed-demo-catalogue.js';
import { Categories } from './domain/categories.js';
import { Products } from './domain/products.js';

@Module({
  imports: [InventoryModule],
  controllers: [ShelfController, ProductsController, ProductCodesController, CategoriesController],
  providers: [
    CreateProduct,
    ChangeProduct,
    DeleteProduct,
    CreateCategory,
    ChangeCategory,
    DeleteCategory,
    SeedDemoCatalogue,
    CategoryGuard,
    ShelfQueries,
    SnapshotQueries,
    ShelfJson,
    EarlyRevision,
    EarlyCategories,
    EarlyProduct,
    EarlyProducts,
    StaffCatalogQueries,
    ProductReader,
    CategoryReader,
    StockLevels,
    SearchIndex,
    CatalogRevision,
    CatalogCache,
    SeedGoods,
    { provide: Products, useClass: SqlProducts },
    { provide: Categories, useClass: SqlCategories },
    { provide: ProductCodes, useClass: WechatProductCodes },
    { provide: Catalogue, useClass: SqlCatalogue },
  ],
  exports: [Catalogue, CatalogRevision, SeedGoods],
})
export class CatalogModule {
  static readonly schema: ContextSchema = catalogSchema;
}
