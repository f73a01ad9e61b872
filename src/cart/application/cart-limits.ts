import type { Config } from '#platform/config';
import { MOST_UNITS } from '../../order/index.js';
import type { CartLimits } from '../domain/cart-line.js';

/** A line may have what an item of an order may have, so that each can be ordered. */
export function limitsOf({ cart }: Pick<Config, 'cart'>): CartLimits {
  return { lines: cart.linesMax, quantity: MOST_UNITS };
}
