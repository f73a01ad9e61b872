import { Dice } from '#platform/seeding';

const throws = (dice: Dice) => Array.from({ length: 1_000 }, () => dice.next());

describe('Dice', () => {
  it('throw the same for the same seed, and something else for another', () => {
    expect(throws(new Dice(7))).toEqual(throws(new Dice(7)));
    expect(throws(new Dice(7))).not.toEqual(throws(new Dice(8)));
  });

  it('throw the same for one purpose whatever was thrown for another', () => {
    const dice = new Dice(7);
    throws(dice.for('orders'));
    dice.next();
    expect(throws(dice.for('goods'))).toEqual(throws(new Dice(7).for('goods')));
    expect(throws(dice.for('goods'))).not.toEqual(throws(dice.for('orders')));
  });

  it('reach both ends of a range and nothing beyond', () => {
    const dice = new Dice(1);
    const thrown = new Set(Array.from({ length: 1_000 }, () => dice.between(1, 6)));
    expect([...thrown].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('answer the earlier time when the later one comes before it', () => {
    const [early, late] = [new Date(1_000), new Date(2_000)];
    expect(new Dice(1).time(late, early)).toEqual(late);
  });

  it('pick nothing from nothing', () => {
    expect(() => new Dice(1).pick([])).toThrow(RangeError);
  });
});
