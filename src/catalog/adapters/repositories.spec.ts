import { onEachDatabase } from '../../../test/support/databases.js';
import { categoriesContract } from './categories.contract.js';
import { InMemoryCategories } from './in-memory-categories.js';
import { InMemoryProducts } from './in-memory-products.js';
import { catalogOn } from './in-memory-surroundings.js';
import { productsContract } from './products.contract.js';
import { catalogSchema } from './schema.js';

describe('in memory', () => {
  const products = new InMemoryProducts();
  const categories = new InMemoryCategories(products);
  describe('Products', () => productsContract(() => ({ products, categories })));
  describe('Categories', () => categoriesContract(() => ({ products, categories })));
});

onEachDatabase([catalogSchema], (database) => {
  describe('Products', () => productsContract(() => catalogOn(database())));
  describe('Categories', () => categoriesContract(() => catalogOn(database())));
});
