import { newId } from '#kernel';
import { Cart } from '../domain/cart.js';
import type { CartLimits, CartLine } from '../domain/cart-line.js';

export const addedAt = new Date('2026-01-31T23:59:59.999Z');
export const limits: CartLimits = { lines: 3, quantity: 10 };

export function aLine({ skuId = newId(), ...rest }: Partial<CartLine> = {}): CartLine {
  return { skuId, quantity: 2, selected: true, addedPriceFen: 2990, addedAt, ...rest };
}

export function aCart(...lines: readonly CartLine[]): Cart {
  return Cart.restore(newId(), lines);
}
