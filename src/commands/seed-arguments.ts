import { parseArgs } from 'node:util';

export interface SeedWish {
  readonly products: number;
  readonly shoppers: number;
  readonly orders: number;
  /** The same seed makes up the same shop, but for ids. */
  readonly seed: number;
}

const OPTIONS = {
  products: { least: 1, most: 100_000, default: 100 },
  orders: { least: 0, most: 5_000_000, default: 1_000 },
  shoppers: { least: 1, most: 1_000_000 },
  seed: { least: 0, most: 2 ** 31 - 1, default: 1 },
} as const;
const ORDERS_PER_SHOPPER = 10;

const number = (value: number) => value.toLocaleString('en');

export const SEED_USAGE = `npm run seed -- [--products N] [--orders N] [--shoppers N] [--seed N]
  --products  ${number(OPTIONS.products.default)} unless given, each with 1 to 4 SKUs and their stock
  --orders    ${number(OPTIONS.orders.default)} unless given, in every status, with payments and refunds
  --shoppers  one for each ${ORDERS_PER_SHOPPER} orders unless given
  --seed      ${OPTIONS.seed.default} unless given; the same number makes up the same shop again, under other ids
Each run adds to what is there.`;

/** What is asked for, or in a line what is wrong with it; null: help was asked for. */
export function readSeedWish(args: readonly string[]): SeedWish | string | null {
  let values: Partial<Record<string, string | boolean>>;
  try {
    const one = { type: 'string' } as const;
    const options = {
      products: one,
      orders: one,
      shoppers: one,
      seed: one,
      help: { type: 'boolean', short: 'h' },
    } as const;
    values = parseArgs({ args: [...args], options }).values;
  } catch (error) {
    return (error as Error).message.split('. ')[0] ?? '';
  }
  if (values['help']) return null;
  const numbers: Record<string, number> = {};
  for (const [name, { least, most }] of Object.entries(OPTIONS)) {
    const text = values[name];
    if (text === undefined) continue;
    const value = Number(text);
    if (!/^\d+$/.test(String(text)) || value < least || value > most)
      return `--${name} ${text}: expected an integer from ${number(least)} to ${number(most)}`;
    numbers[name] = value;
  }
  const { products = OPTIONS.products.default, orders = OPTIONS.orders.default, seed = OPTIONS.seed.default } = numbers;
  const { shoppers = Math.max(1, Math.ceil(orders / ORDERS_PER_SHOPPER)) } = numbers;
  return { products, orders, shoppers, seed };
}
