import { isKnown } from './if-none-match.js';

describe('If-None-Match', () => {
  it.each(['W/"a"', '"a"', '"b", W/"a"', ' "b","a" ', '*'])('says that it is known: %s', (sent) => {
    expect([isKnown(sent, 'W/"a"'), isKnown(sent, '"a"')]).toEqual([true, true]);
  });

  it.each(['"b"', 'a', '', 'W/"ab"', undefined])('does not say so: %s', (sent) => {
    expect(isKnown(sent, 'W/"a"')).toBe(false);
  });

  it('is not looked at where there is no tag', () => {
    expect(isKnown('*', null)).toBe(false);
  });
});
