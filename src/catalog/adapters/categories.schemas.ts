import { z } from 'zod';
import { body, staffPageQuery, text } from '#platform/http';
import { categoryQuery } from './category-page.js';

const name = text(1, 50);
const sort = z.int32();

export const newCategory = body({ name, sort: sort.default(0) });
export const categoryChanges = body({ name, sort }).partial();
export const staffCategoryQuery = categoryQuery.extend(staffPageQuery.pick({ page: true, pageSize: true }).shape);
export type StaffCategoryQuery = z.output<typeof staffCategoryQuery>;

export type NewCategory = z.output<typeof newCategory>;
export type CategoryChanges = z.output<typeof categoryChanges>;
