import { BlankName } from './errors.js';

/** What people call a category, a product or a SKU, without space around it. @throws BlankName */
export function nameOf(text: string, field: 'name' | 'skus' = 'name'): string {
  const name = text.trim();
  if (name === '') throw new BlankName(field);
  return name;
}
