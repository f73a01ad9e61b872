import { readSeedWish } from './seed-arguments.js';

describe('the arguments of npm run seed', () => {
  it('have defaults, and a shopper for each ten orders', () => {
    expect(readSeedWish([])).toEqual({ products: 100, orders: 1_000, shoppers: 100, seed: 1 });
    expect(readSeedWish(['--orders', '25'])).toMatchObject({ orders: 25, shoppers: 3 });
    expect(readSeedWish(['--orders=0', '--shoppers=7'])).toMatchObject({ orders: 0, shoppers: 7 });
  });

  it.each([
    [['--products', '0'], /--products 0: expected an integer from 1 to 100,000/],
    [['--orders', 'many'], /--orders many: expected an integer/],
    [['--orders', '1e3'], /--orders 1e3/],
    [['--seed', '1.5'], /--seed 1\.5/],
    [['--shoppers', '9999999'], /to 1,000,000/],
    [['--shoes', '3'], /--shoes/],
    [['100'], /100/],
    [['--orders'], /--orders/],
  ])('that make no sense are named: %j', (args, expected) => {
    expect(readSeedWish(args)).toMatch(expected);
  });

  it('ask for the usage with --help', () => {
    expect(readSeedWish(['--help'])).toBeNull();
  });
});
