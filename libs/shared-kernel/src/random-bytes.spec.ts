import { randomBytes } from '#kernel';

describe('random bytes', () => {
  it.each([0, 1, 12, 32, 8_192, 8_193])('are as many as were asked for (%i)', (size) => {
    expect(randomBytes(size)).toHaveLength(size);
  });

  it('are never handed out twice, also where the reserve ends', () => {
    const drawn = Array.from({ length: 2_000 }, () => randomBytes(17).toString('hex'));
    expect(new Set(drawn).size).toBe(drawn.length);
  });

  it('belong to whoever asked for them: what is drawn later does not change them', () => {
    const mine = randomBytes(32);
    const before = mine.toString('hex');
    for (let n = 0; n < 1_000; n++) randomBytes(32);
    expect(mine.toString('hex')).toBe(before);
    expect(mine.every((byte) => byte === 0)).toBe(false);
  });

  it('show no pattern: each bit is set about half of the time', () => {
    const bytes = Buffer.concat(Array.from({ length: 4_000 }, () => randomBytes(5)));
    for (let bit = 0; bit < 8; bit++) {
      const share = bytes.filter((byte) => byte & (1 << bit)).length / bytes.length;
      expect(share).toBeGreaterThan(0.45);
      expect(share).toBeLessThan(0.55);
    }
  });
});
