import { ConsentBook, type Decision } from './consent-book.js';
import { FieldInvalid, TooManyConsents } from './errors.js';

const [monday, tuesday] = [new Date('2026-01-05T00:00:00.000Z'), new Date('2026-01-06T00:00:00.000Z')];
const yes: Decision = { purpose: 'marketing', version: '2026-01', granted: true, scene: 'login' };

describe('a consent book', () => {
  const book = () => ConsentBook.restore('u1', []);

  it('keeps what was decided, where and when', () => {
    const mine = book();
    mine.decide(yes, monday);
    expect(mine.present).toEqual([{ ...yes, at: monday }]);
    expect(mine.added).toEqual(mine.present);
  });

  it('adds nothing when the present decision is repeated', () => {
    const mine = ConsentBook.restore('u1', [{ ...yes, at: monday }]);
    mine.decide(yes, tuesday);
    expect(mine.added).toEqual([]);
    expect(mine.present).toEqual([{ ...yes, at: monday }]);
  });

  it.each([{ version: '2026-02' }, { granted: false }, { scene: 'checkout-page' }, { scene: null }])(
    'adds an entry when it differs by %j',
    (difference) => {
      const mine = ConsentBook.restore('u1', [{ ...yes, at: monday }]);
      mine.decide({ ...yes, ...difference }, tuesday);
      expect(mine.added).toEqual([{ ...yes, ...difference, at: tuesday }]);
      expect(mine.present).toEqual(mine.added);
    },
  );

  it('adds an entry each time a mind is changed', () => {
    const mine = book();
    for (const granted of [true, false, true]) mine.decide({ ...yes, granted }, monday);
    expect(mine.added.map(({ granted }) => granted)).toEqual([true, false, true]);
  });

  it('leaves other purposes as they are', () => {
    const mine = ConsentBook.restore('u1', [{ ...yes, at: monday }]);
    mine.decide({ ...yes, purpose: 'analytics', granted: false }, tuesday);
    expect(mine.present).toEqual([
      { ...yes, at: monday },
      { ...yes, purpose: 'analytics', granted: false, at: tuesday },
    ]);
  });

  it('knows at most 50 purposes, of which each can still be decided anew', () => {
    const mine = book();
    for (let n = 1; n <= ConsentBook.most; n++) mine.decide({ ...yes, purpose: `purpose-${n}` }, monday);
    expect(() => mine.decide({ ...yes, purpose: 'one-more' }, monday)).toThrow(TooManyConsents);
    mine.decide({ ...yes, purpose: 'purpose-1', granted: false }, tuesday);
    expect(mine.present).toHaveLength(50);
  });

  it.each([
    ...['', '-a', 'Marketing', 'a b', '营销', 'a'.repeat(65)].map((purpose) => ({ purpose })),
    ...['', 'v 1', '一', 'v'.repeat(33)].map((version) => ({ version })),
    ...['', 'a page', '首页', 's'.repeat(65)].map((scene) => ({ scene })),
  ])('refuses %j', (wrong) => {
    const mine = book();
    const [field = ''] = Object.keys(wrong);
    expect(() => mine.decide({ ...yes, ...wrong }, monday)).toThrow(new FieldInvalid(field));
    expect(mine.added).toEqual([]);
  });
});
