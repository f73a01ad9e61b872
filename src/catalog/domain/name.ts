import { BlankName } from './errors.js';

/** What people call a category, a product or a SKU, without space around it. @throws BlankName */
export function nameOf(text: string): string {
  const name = text.trim();
  if (name === '') throw new BlankName();
  return name;
}
